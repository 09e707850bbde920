import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from dataset.errors import DatasetError
from dataset.photo_names import check_nameable, parse_photo_name, photo_name

CHEXPERT = "CheXpert-v1.0/train/patient00001/study1/view1_frontal.jpg"

paths = st.text(min_size=1, max_size=60)
awkward_paths = st.text(alphabet="ab_./%\\ é", min_size=1, max_size=20)
numbers = st.integers(min_value=1, max_value=10_000_000)


def test_a_chexpert_photo_has_the_readable_name_of_the_paper() -> None:
    expected = "000123__01__CheXpert-v1.0__train__patient00001__study1__view1_frontal.jpg"
    assert photo_name(123, 1, CHEXPERT, "jpg") == expected


@pytest.mark.parametrize(
    ("path", "tail"),
    [
        ("a/view1.jpg", "a__view1.png"),
        ("a/view1.png", "a__view1.png.png"),
        ("a/view1.png.jpg", "a__view1.png.jpg.png"),
        ("a/view1.JPG", "a__view1.JPG.png"),
        ("a/view1", "a__view1..png"),
        ("a__b/_c_.jpg", "a%5F%5Fb__%5Fc%5F.png"),
        ("é x/v.jpg", "%C3%A9%20x__v.png"),
    ],
)
def test_names_as_documented(path: str, tail: str) -> None:
    assert photo_name(7, 2, path, "png") == f"000007__02__{tail}"
    assert parse_photo_name(f"000007__02__{tail}").xray_path == path


@given(
    index=numbers,
    attempt=numbers,
    path=paths | awkward_paths,
    extension=st.sampled_from(["jpg", "png", "webp"]),
)
@example(index=1, attempt=1, path=".jpg", extension="jpg")
@example(index=1, attempt=1, path="a..jpg", extension="jpg")
@example(index=1, attempt=1, path="a.", extension="jpg")
@example(index=1, attempt=1, path="a/", extension="jpg")
@example(index=1, attempt=1, path="_/_//__/a_._", extension="jpg")
@example(index=1, attempt=1, path="..", extension="jpg")
def test_whatever_the_path_the_name_gives_it_back(
    index: int, attempt: int, path: str, extension: str
) -> None:
    try:
        name = photo_name(index, attempt, path, extension)
    except DatasetError as error:
        assume("too long" not in str(error))
        raise
    parsed = parse_photo_name(name)
    assert (parsed.index, parsed.attempt, parsed.xray_path, parsed.extension) == (
        index,
        attempt,
        path,
        extension,
    )
    assert len(name.encode()) <= 255
    assert name.isascii()
    assert not set(name) & set('/\\:*?"<>| \x00')


@given(first=awkward_paths, second=awkward_paths)
def test_two_paths_never_share_a_name(first: str, second: str) -> None:
    assume(first != second)
    assert photo_name(1, 1, first, "jpg") != photo_name(1, 1, second, "jpg")


@given(st.text(max_size=40).map(lambda tail: f"000001__01__{tail}.jpg") | st.text(max_size=40))
def test_any_other_name_is_refused_not_misread(name: str) -> None:
    try:
        parsed = parse_photo_name(name)
    except DatasetError:
        return
    assert photo_name(parsed.index, parsed.attempt, parsed.xray_path, parsed.extension) == name


@pytest.mark.parametrize(
    "name",
    [
        "IMG_0001.jpg",
        "000123__01__.jpg",
        "123__01__a.jpg",
        "0000123__01__a.jpg",
        "000000__01__a.jpg",
        "000123__00__a.jpg",
        "000123__01__a%2fb.jpg",
        "000123__01__a%2.jpg",
        "000123__01__%FF.jpg",
        "000123__01__a.jpg.part",
        "٠٠٠١٢٣__01__a.jpg",
        "000123__01__a (1).jpg",
    ],
)
def test_names_that_photos_never_have(name: str) -> None:
    with pytest.raises(DatasetError):
        parse_photo_name(name)


@pytest.mark.parametrize(
    ("index", "attempt", "path", "extension", "reason"),
    [
        (0, 1, "a.jpg", "jpg", "at least 1"),
        (1, 0, "a.jpg", "jpg", "at least 1"),
        (1, 1, "", "jpg", "empty"),
        (1, 1, "a.jpg", ".jpg", "extension"),
        (1, 1, "a.jpg", "tar.gz", "extension"),
        (1, 1, "a\ud800.jpg", "jpg", "UTF-8"),
        (1, 1, "x" * 300, "jpg", "too long"),
    ],
)
def test_what_cannot_be_named_says_why(
    index: int, attempt: int, path: str, extension: str, reason: str
) -> None:
    with pytest.raises(DatasetError, match=reason):
        photo_name(index, attempt, path, extension)


def test_a_path_is_nameable_only_if_its_last_possible_attempt_is() -> None:
    check_nameable(1, "x" * 235)
    with pytest.raises(DatasetError, match="too long"):
        check_nameable(1, "x" * 236)
