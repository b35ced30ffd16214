"""Good level of development at 5: every child, groups of children, and the gaps between them."""

from __future__ import annotations

from etl.indicator import COUNCIL_ONLY, Break, Gap, Indicator
from etl.indicators.lait import PROFILE

CAVEATS = (
    "Published by council only, by where the school is, not the child's home. Nothing here is estimated down to wards.",
    "The framework changed in 2021/22: do not compare later figures with 2018/19 and earlier.",
)
COUNTED = "2012/13 to 2018/19 and 2021/22 are counts with an interval"
PUBLISHED = "are the publisher's percentages, which come without counts and so without an interval."
ONLY_PUBLISHED = (
    "The publisher's percentages, which come without counts and so without an interval."
)
GOOD_LEVEL = (
    " A good level is the expected level in every early learning goal of five areas: communication and language; "
    "personal, social and emotional development; physical development; literacy; and mathematics."
)
_WHOLE = "Percentages of 2015/16 to 2018/19 are whole numbers."
_SMALL = "In small councils a few children decide the figure: read the interval where there is one."
SERIES = {
    "domain": "Child development",
    "finest_level": "lad",
    "unit": "%",
    "update_frequency": PROFILE,
    "evidence": "Measured: teachers' assessment of every child.",
    "breaks": (Break("2021/22", "new framework: do not compare"),),
    "gaps": (Gap("2019/20", "2020/21", "not assessed 2020 and 2021"),),
}
COUNTS_ALONE = {**SERIES, "update_frequency": "yearly"}
"""What no table of percentages carries on."""


def _gld(
    group: str,
    *,
    who: str,
    title: str,
    short: str,
    definition: str,
    published: bool,
    caveats: tuple[str, ...],
) -> Indicator:
    """Return the share of a group with a good level of development, from counts where there are."""
    indicator_id = "gld" if group == "all" else f"gld_{group}"
    return Indicator(
        id=indicator_id,
        title=title,
        short_title=short,
        definition=definition + GOOD_LEVEL,
        quantity=f"share of {who} with a good level of development",
        polarity="higher_is_better",
        method="counts",
        numerator=f"eyfsp_{group}_gld",
        numerator_label="children with a good level of development",
        denominator=f"eyfsp_{group}_assessed",
        denominator_label="children assessed",
        published_as=f"{indicator_id}_percent" if published else None,
        scale=100,
        interval="wilson",
        sources=("dfe_eyfsp", "dfe_lait") if published else ("dfe_eyfsp",),
        caveats=(*CAVEATS, *caveats),
        sentence=f"{{value}} of {who} in {{area}} had a good level of development",
        **(SERIES if published else COUNTS_ALONE),
    )


def _group(group: str, who: str, short: str, extra: tuple[str, ...] = ()) -> Indicator:
    return _gld(
        group,
        who=who,
        title=f"Good level of development at age 5, {short}",
        short=f"… {short}",
        definition=(
            f"Among {who} at the end of reception, those with a good level of development, as a share of those "
            "assessed."
        ),
        published=True,
        caveats=(f"2021/22 is counts with an interval; other years {PUBLISHED}", *extra, _SMALL),
    )


def _sex(sex: str) -> Indicator:
    return _gld(
        sex,
        who=f"five-year-old {sex}",
        title=f"Good level of development at age 5, {sex}",
        short=f"… {sex}",
        definition=(
            f"Among {sex} at the end of reception, those with a good level of development, as a share of those "
            "assessed."
        ),
        published=False,
        caveats=("Later years are published by sex, but are not in the files at hand.",),
    )


def _gap(
    gap_id: str,
    *,
    higher: str,
    lower: str,
    title: str,
    short: str,
    definition: str,
    between: str,
    labels: tuple[str, str],
    sentence: str,
    counted: bool,
    sources: tuple[str, ...],
    caveats: tuple[str, ...],
) -> Indicator:
    """Return how far one group is behind another, in percentage points."""
    return Indicator(
        id=gap_id,
        title=title,
        short_title=short,
        definition=definition,
        quantity=f"gap {between} in good level of development",
        polarity="lower_is_better",
        method="difference",
        numerator=higher,
        numerator_label=labels[0],
        less=lower,
        denominator_label=labels[1],
        interval="newcombe" if counted else None,
        sources=sources,
        caveats=(*CAVEATS, *caveats),
        sentence=sentence,
        **{**(COUNTS_ALONE if counted else SERIES), "unit": " points"},
    )


_FSM_OTHERS = (
    "Children whose eligibility is not known are left out. The counts of 2021/22 include them, so they cannot be used.",
    _WHOLE,
    ONLY_PUBLISHED,
)

INDICATORS: tuple[Indicator, ...] = (
    _gld(
        "all",
        who="five-year-olds",
        title="Good level of development at age 5",
        short="Good level of development at 5",
        definition=(
            "Children with a good level of development at the end of reception, as a share of all assessed."
        ),
        published=True,
        caveats=(f"{COUNTED}; 2022/23 and later {PUBLISHED}",),
    ),
    Indicator(
        id="gld_by_district",
        title="Good level of development at age 5, by district",
        short_title="… by district",
        definition=(
            "Children with a good level of development at the end of reception in the schools and early years settings of "
            "a district, as a share of all assessed there." + GOOD_LEVEL
        ),
        quantity="share of five-year-olds in its schools with a good level of development",
        polarity="higher_is_better",
        method="counts",
        numerator="eyfsp_district_gld",
        numerator_label="children with a good level of development",
        denominator="eyfsp_district_assessed",
        denominator_label="children assessed",
        scale=100,
        interval="wilson",
        sources=("dfe_eyfsp",),
        caveats=(
            f"{COUNCIL_ONLY}, districts of counties among them, by where the school is, not the child's home.",
            "One year: 2021/22, the only one at hand.",
            "A council's own figure is of the schools that report to it, so it differs by a few children.",
            "In England 736 children of 622,583 are in no district.",
        ),
        sentence="{value} of five-year-olds in the schools of {area} had a good level of development",
        **{**COUNTS_ALONE, "breaks": (), "gaps": ()},
    ),
    _sex("girls"),
    _sex("boys"),
    _gap(
        "gld_boys_gap",
        higher="gld_girls",
        lower="gld_boys",
        title="Gap between girls and boys in good level of development at age 5",
        short="Gap between girls and boys at 5",
        definition="The share of girls with a good level of development less the share of boys with one, in percentage points.",
        between="between girls and boys",
        labels=("girls with a good level of development", "boys with a good level of development"),
        sentence="Boys in {area} were {value} percentage points behind girls in good level of development",
        counted=True,
        sources=("dfe_eyfsp",),
        caveats=("Later years are published by sex, but are not in the files at hand.",),
    ),
    _group(
        "fsm",
        "five-year-olds on free school meals",
        "children on free school meals",
        ("On free school meals means known to be eligible for them.", _WHOLE),
    ),
    Indicator(
        id="gld_not_fsm",
        title="Good level of development at age 5, children not on free school meals",
        short_title="… children not on free school meals",
        definition=(
            "Among children at the end of reception known not to be eligible for free school meals, those with a good "
            "level of development, as a share of those assessed." + GOOD_LEVEL
        ),
        quantity="share of five-year-olds not on free school meals with a good level of development",
        polarity="higher_is_better",
        method="published",
        numerator="gld_not_fsm_percent",
        numerator_label="children with a good level of development",
        sources=("dfe_lait",),
        caveats=(*CAVEATS, *_FSM_OTHERS),
        sentence="{value} of five-year-olds not on free school meals in {area} had a good level of development",
        **SERIES,
    ),
    _gap(
        "gld_fsm_gap",
        higher="gld_not_fsm",
        lower="gld_fsm",
        title="Gap between children on free school meals and others at age 5",
        short="Free school meals gap at 5",
        definition=(
            "The share of children with a good level of development among those not eligible for free school meals, less "
            "the share among those eligible, in percentage points."
        ),
        between="between children on free school meals and others",
        labels=("children not on free school meals", "children on free school meals"),
        sentence="Children on free school meals in {area} were {value} percentage points behind others in good level of development",
        counted=False,
        sources=("dfe_lait", "dfe_eyfsp"),
        caveats=_FSM_OTHERS,
    ),
    _gld(
        "not_known_fsm",
        who="five-year-olds not known to be on free school meals",
        title="Good level of development at age 5, all but children known to be on free school meals",
        short="… all not known to be on free school meals",
        definition=(
            "Among children at the end of reception not known to be eligible for free school meals, those with a good "
            "level of development, as a share of those assessed."
        ),
        published=False,
        caveats=(
            "Includes children whose eligibility is not known; one side of the gap that has an interval.",
        ),
    ),
    _gap(
        "gld_fsm_gap_counted",
        higher="gld_not_known_fsm",
        lower="gld_fsm",
        title="Gap between children on free school meals and all others at age 5, from counts",
        short="Free school meals gap at 5, with interval",
        definition=(
            "The share of children with a good level of development among those not known to be eligible for free school "
            "meals, less the share among those eligible, in percentage points, from counts."
        ),
        between="between children on free school meals and all others",
        labels=(
            "children not known to be on free school meals",
            "children on free school meals",
        ),
        sentence="Children on free school meals in {area} were {value} percentage points behind all others",
        counted=True,
        sources=("dfe_eyfsp",),
        caveats=(
            "The others include children whose eligibility is not known: in England that makes the gap 0.7 points smaller "
            "than it is without them, and more in some councils.",
            "One year: 2021/22, the only one whose counts are at hand.",
        ),
    ),
    _group("sen_support", "five-year-olds on SEN support", "children on SEN support", (_WHOLE,)),
    _group(
        "ehc_plan",
        "five-year-olds with an education, health and care plan",
        "children with an EHC plan",
        (
            _WHOLE,
            "Until 2018/19 children with a statement of special educational needs are included.",
        ),
    ),
    _group("asian", "Asian five-year-olds", "Asian children", (_WHOLE,)),
    _group("black", "Black five-year-olds", "Black children", (_WHOLE,)),
    _group("mixed", "five-year-olds of mixed ethnic groups", "children of mixed groups", (_WHOLE,)),
    _group(
        "other_ethnic",
        "five-year-olds of other ethnic groups",
        "children of other ethnic groups",
        ("Not published for this group before 2021/22.",),
    ),
    _group("white", "White five-year-olds", "White children", (_WHOLE,)),
)
