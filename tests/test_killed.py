"""Corrections while the reader and the server are killed: each acknowledged one is there afterwards."""

from benchmarks.kills import kills


def test_no_acknowledged_correction_is_lost_when_reader_and_server_are_killed(tmp_path):
    # python -m benchmarks kills does so 200 times
    found = kills(tmp_path / "record.db", 8, seed=3)
    assert found.lost == ()
    assert found.readers and found.servers and found.acknowledged
