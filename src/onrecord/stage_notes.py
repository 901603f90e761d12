"""Notes in brackets by whoever wrote somebody's words down, which are none of these: "(Laughter.)", "[sic]"."""

import re
from collections.abc import Iterator

_NOISE = (
    r"(?:laugh(?:ter|s|ing|ed)?|applau(?:se|ds|ding)|clap(?:s|ping)|cheer(?:s|ing)?|boo(?:s|ing|ed)|chuckl(?:es?|ing)|giggl(?:es|ing)"
    r"|sigh(?:s|ing)?|smil(?:es|ing)|nod(?:s|ding)|shrug(?:s|ging)?|cough(?:s|ing)?|sob(?:s|bing)|weep(?:s|ing)|whistl(?:es|ing)"
    r"|paus(?:es?|ing)|silence|cross[ -]?talk|overlapping(?:\s\w+)?|inaudible|unintelligible|indiscernible|indistinct"
    r"|interruptions?|interrupt(?:s|ing)|interjections?|chanting|chants|shouting|shouts|commotion|noise|music|feedback|gavel|bell)"
)
_LANGUAGE = (
    r"(?:Afrikaans|Albanian|Amharic|Arabic|Armenian|Azer(?:baijan)?i|Bahasa|Belarus[is]an|Bengali|Bosnian|Bulgarian|Burmese|Cantonese"
    r"|Catalan|Chinese|Creole|Croatian|Czech|Danish|Dari|Dutch|English|Estonian|Farsi|Filipino|Finnish|French|Georgian|German|Greek"
    r"|Gujarati|Hausa|Hebrew|Hindi|Hungarian|Icelandic|Igbo|Indonesian|Irish|Italian|Japanese|Kazakh|Khmer|Korean|Kurdish|Kyrgyz|Lao"
    r"|Latin|Latvian|Lithuanian|Macedonian|Malay|Mandarin|Mongolian|Montenegrin|Nepali|Norwegian|Pashto|Persian|Polish|Portuguese"
    r"|Punjabi|Romanian|Russian|Serbian|Sinhala|Slovak|Slovenian|Somali|Spanish|Swahili|Swedish|Tagalog|Tajik|Tamil|Telugu|Thai"
    r"|Tigrinya|Turkish|Turkmen|Ukrainian|Urdu|Uzbek|Vietnamese|Welsh|Yoruba|Zulu)"
)
_INTERPRETED = r"(?:interpret(?:ers?|ation|ed)|translat(?:ors?|ion|ed))"
_NOTE = re.compile(
    rf"""(?ix)
    # what an editor may have put in for another word
    (?!\[(?-i:silence|interruptions?|interjections?|chants|shouts|commotion|noise|music|feedback|bell)\])
    [(\[]\s*(?:
      # up to two words say whose or how loud it is
      (?!(?:the|their|our|my|your|this|that|these|no|an?)\s)(?:[\w’'-]+\s){{0,2}}{_NOISE}
      (?:(?:,|\s?/|\sand|,\sand)\s?(?:\w+\s)?{_NOISE})*
      (?:\s(?:in|from|at|on|for|due|by|among|throughout|continues?)\b[^()\[\].]{{0,40}})?
    | (?:speak(?:s|ing)\s|(?:(?:speak(?:s|ing)|spoken|said|continu(?:es|ing)|answer(?:s|ing)|repl(?:ies|ying))\s)?in\s)
      (?-i:{_LANGUAGE})
    | (?:(?:speak(?:s|ing)|heard|said)\s)?(?:through|via|by|with|from|as)\s(?:an?\s|the\s|his\s|her\s|their\s)?
      (?:(?:simultaneous|consecutive|official|unofficial|live|(?-i:{_LANGUAGE}))\s)?{_INTERPRETED}
      (?:\sfrom\s(?:the\s)?(?-i:{_LANGUAGE}))?
    | (?:simultaneous\s|unofficial\s)?{_INTERPRETED}(?:\s(?:from|by)\b[^()\[\].]{{1,40}})?
    | (?:speak(?:s|ing)\s)?(?:via|by)\s(?:video(?:[\s-]?(?:link|conference|call))?|tele(?:phone|conference)|phone|zoom|webcam)
    | (?:speak(?:s|ing)\s)?(?:off|away\sfrom|out\sof|without|no|cuts?)[\s-]?(?:the\s)?(?:mi[ck]e?|mic(?:rophone)?s?|camera)
    | (?:the\s)?(?:mic(?:rophone)?|mike|audio|video|sound|recording|tape|film|feed|line|clip)\s(?:is\s|was\s)?
      (?:off|gap|break|cut(?:s|\soff|\sout)?|drops?(?:\sout)?|lost|stops?|begins?|starts?|ends?|resumes?|clip|plays?|played|playing|shown)
    | no\s(?:audible\s)?(?:response|answer|reply|sound|audio)
    | technical\s(?:difficult(?:y|ies)|problems?|issues?|interruption)
    | (?:shakes|shaking|lowers|raises|bows)\s(?:his|her|their)\s(?:heads?|hands?|voice)
    | (?:gestur(?:es|ing)|point(?:s|ing)|look(?:s|ing)|turn(?:s|ing)|wav(?:es|ing))\s(?:to|at|towards?)\b[^()\[\].]{{1,40}}
    | (?:end|start|beginning)\sof\s(?:\w+\s)?(?:recording|tape|video|clip|transcript|audio)
    | (?:break|gap)\sin\s(?:the\s)?(?:recording|tape|transcript|audio)
    | sic | as\s(?:delivered|spoken|heard) | ph | sp\?? | phonetic(?:ally)?
    )\s*[.!:]*\s*[)\]]"""
)


def stage_notes(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Where such notes stand in `text[start:end]`, brackets included, in code points.

    What an editor put into a quotation to make it read on ("[several] boats") is part of the words.
    """
    for match in _NOTE.finditer(text, start, len(text) if end is None else end):
        yield match.span()
