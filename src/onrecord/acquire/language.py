"""Which language a text is in. The only door to py3langid."""

from functools import cache
from typing import Any

_SAMPLE = 3000
"""code points looked at"""
_LEAST = 60
"""letters below which nothing can be said"""
_NAMES = {
    "ar": "Arabic", "az": "Azerbaijani", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian", "kk": "Kazakh", "ko": "Korean", "ku": "Kurdish", "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch",
    "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak",
    "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language(text: str) -> tuple[str, str] | None:
    """(code, name) of the language of a text; None where it is too short or too mixed to say."""
    third = len(text) // 3
    sample = text if len(text) <= _SAMPLE else " ".join(text[i * third :][: _SAMPLE // 3] for i in range(3))
    if sum(c.isalpha() for c in sample) < _LEAST:
        return None
    code, share = _identifier().classify(sample)
    return (code, _NAMES.get(code, code)) if share > 0.9 else None
