"""What an annotated document says, in terms of the record, by rules over syntax; pure functions, no model.

- who: `named` (names), `described` (phrases that a name explains) and `cast` (everybody), with `posts`, `seats` and `groups`
- statements: `statements` from `drafting` (one attribution), `contents`, `speakers`, `quoted` (what the network does not see),
  `said` (when), `voices` (turns) and `signed`
- what they assert: `asserting` says who does, `status` how it stands; `events` with `parties`, `phrases`, `untold` and `modes`;
  `ties` from `relations`, `belonging` and `strife`; `offices` and `titles`; `figures`
- for all of them: `grammar` asks about words and trees, `lexicon` and the modules `*_words` hold closed lists
- `reading` puts it together
"""
