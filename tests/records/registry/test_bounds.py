"""Parcels by where they lie: what the tree says is what the table says, after every kind of write."""

import pytest
import shapely
from django.apps import apps
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.people import DAY_ONE, TOWN

from tenglong.records.audit.actions import change_set
from tenglong.records.registry.actions import draw_parcel, register_parcel
from tenglong.records.registry.bounds import keep_tree
from tenglong.records.registry.models import Parcel
from tenglong.records.registry.queries import list_parcels


def box(number, side=0.001):
    west, south = 118.70 + 0.002 * (number % 5), 28.90 + 0.002 * (number // 5)
    return shapely.geometry.mapping(shapely.box(west, south, west + side, south + side))


@pytest.fixture
def plots(people):
    for number in range(25):
        register_parcel(
            code=f"P-{number:02}", name=f"地 {number}", region_code=TOWN, area_mu="10", use="工业用地",
            shape=box(number) if number else None, by=people.officer, at=DAY_ONE,
        )  # fmt: skip
    return people.officer


def seen(by, area):
    return set(list_parcels(by, bounds=area).values_list("code", flat=True))


def plainly(area):
    west, south, east, north = area
    rows = Parcel.objects.filter(west__lte=east, east__gte=west, south__lte=north, north__gte=south)
    return set(rows.values_list("code", flat=True))


def test_every_window_shows_what_touches_it(plots):
    @settings(max_examples=60, deadline=None)
    @given(st.floats(118.69, 118.712), st.floats(28.89, 28.912), st.floats(0, 0.01), st.floats(0, 0.01))
    def same(west, south, wide, high):
        area = (west, south, west + wide, south + high)
        assert seen(plots, area) == plainly(area)

    same()
    assert len(seen(plots, (118, 28, 119, 29))) == 24


def test_a_plot_drawn_anew_or_taken_away_is_found_where_it_is(plots):
    moved = shapely.geometry.mapping(shapely.box(118.8, 28.9, 118.801, 28.901))
    draw_parcel(code="P-03", shape=moved, by=plots, at=DAY_ONE)
    draw_parcel(code="P-00", shape=moved, by=plots, at=DAY_ONE)
    with change_set(by=plots, at=DAY_ONE, action="test", summary="away"):
        Parcel.objects.filter(code="P-04").delete()
    assert seen(plots, (118.79, 28.8, 118.81, 29)) == {"P-03", "P-00"}
    assert seen(plots, (118.7055, 28.9, 118.7095, 28.901)) == set()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the tree is SQLite's")
def test_the_tree_is_asked_and_mended(plots):
    area = (118.7, 28.9, 118.7005, 28.9005)
    assert "registry_parcel_bounds" in list_parcels(plots, bounds=area).explain()
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER registry_parcel_bounds_new")
        cursor.execute("DELETE FROM registry_parcel_bounds")
    keep_tree(using="default", sender=apps.get_app_config("registry"))
    assert seen(plots, (118, 28, 119, 29)) == plainly((118, 28, 119, 29))
