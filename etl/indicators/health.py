"""Health."""

from __future__ import annotations

from etl.indicator import Break, Indicator

_NO_INTERVAL = "The publisher gives no counts, so no interval can be worked out: read small differences with care."
_BY_RESIDENTS = "A mean of neighbourhoods, each weighted by its residents. " + _NO_INTERVAL

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        id="emergency_stays",
        title="Emergency stays in hospital compared with those expected for age and sex",
        short_title="Emergency stays in hospital",
        domain="Health",
        definition=(
            "Emergency stays in hospital of residents of all ages, as a percentage of those expected of people of their age "
            "and sex: the Indices of Deprivation's measure of acute illness. 100 is about what is expected."
        ),
        unit="",
        quantity="index of emergency stays in hospital",
        polarity="lower_is_better",
        method="weighted_mean",
        numerator="iod_acute_morbidity",
        numerator_label="acute morbidity ratio",
        denominator="imd_residents",
        denominator_label="residents",
        decimals=0,
        finest_level="ward",
        sources=(
            "mhclg_iod2025_indicators",
            "mhclg_iod2019_indicators",
            "mhclg_iod2025",
            "mhclg_iod2019",
            "ons_census2021",
            "ons_lsoa11_lsoa21",
            "ons_lsoa_ward",
        ),
        caveats=(
            "People of all ages, not only children.",
            "Standardised anew for each Index, so 100 is not the same in both.",
            _BY_RESIDENTS,
        ),
        breaks=(Break("2025", "standardised anew: do not compare"),),
        sentence="{area} had an index of {value} for emergency stays in hospital",
        update_frequency="every four to six years",
        evidence="Measured: hospital records, standardised and smoothed by the publisher.",
    ),
    Indicator(
        id="gp_distance",
        title="Distance to the nearest GP surgery, where under-fives live",
        short_title="Distance to a GP surgery",
        domain="Health",
        definition="Mean road distance to the nearest GP surgery, weighted by children aged 0 to 4.",
        unit=" km",
        quantity="distance to a GP surgery",
        polarity="lower_is_better",
        method="weighted_mean",
        numerator="iod_gp_surgery_km",
        numerator_label="kilometres by road",
        denominator="idaci_children",
        denominator_label="children aged 0 to 4",
        finest_level="ward",
        sources=(
            "mhclg_iod2019_indicators",
            "mhclg_iod2019",
            "ons_population",
            "ons_lsoa11_lsoa21",
            "ons_lsoa_ward",
        ),
        caveats=(
            "Published in 2019: surgeries have closed and opened since.",
            "To the nearest surgery, which may not be a family's own.",
            "A mean of neighbourhoods, each weighted by its children aged 0 to 4 of mid-2019. "
            + _NO_INTERVAL,
        ),
        sentence="The nearest GP surgery was {value} km by road from the average under-five in {area}",
        update_frequency="every four to six years",
        evidence="Measured: road distances worked out by the publisher.",
    ),
    Indicator(
        id="gps_per_10000",
        title="GPs for every 10,000 patients",
        short_title="GPs for every 10,000 patients",
        domain="Health",
        definition=(
            "GPs for every 10,000 patients at the surgeries that residents can use: the patient-to-GP ratio of the "
            "Indices of Deprivation, turned round."
        ),
        unit=" per 10,000",
        quantity="number of GPs for every 10,000 patients",
        polarity="higher_is_better",
        method="weighted_mean",
        numerator="iod_gps_per_10000",
        numerator_label="GPs for every 10,000 patients",
        denominator="imd_residents",
        denominator_label="residents",
        finest_level="ward",
        sources=("mhclg_iod2025_indicators", "mhclg_iod2025", "ons_census2021", "ons_lsoa_ward"),
        caveats=(
            "Turned round before averaging: a few neighbourhoods have tens of thousands of patients for a GP, and would "
            "dominate a mean of patients.",
            "Says nothing about appointments, nurses or health visitors.",
            _BY_RESIDENTS,
        ),
        sentence="{area} had {value} GPs for every 10,000 patients",
        update_frequency="every four to six years",
        evidence="Modelled: GPs and patients of surgeries, shared out to neighbourhoods by the publisher.",
    ),
)
