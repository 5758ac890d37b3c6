import zipfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from recommender.sources.archive import Archive, ArchiveMember
from recommender.sources.post import Post
from recommender.sources.spool import PostSpool

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
POSTS = st.builds(
    Post,
    image=TEXTS,
    hashtags=st.lists(TEXTS, max_size=4).map(tuple),
    caption=TEXTS,
    id=TEXTS,
    line=st.integers(0, 2**40),
    path=st.one_of(st.none(), st.binary(max_size=9).map(lambda data: Path("a") / data.hex())),
)


@given(st.lists(POSTS, max_size=12))
def test_posts_come_back_as_they_were(posts):
    spool = PostSpool(posts=posts)
    assert len(spool) == len(posts)
    assert list(spool) == posts
    assert [spool[i] for i in range(len(posts))] == posts
    assert spool[2:5] == posts[2:5]
    assert spool[::-2] == posts[::-2]
    assert spool[5:2] == []


def test_many_posts_are_read_by_pieces_and_more_are_added_between(tmp_path):
    posts = [Post(f"{i}.jpg", ("a", str(i)), line=i) for i in range(1_000)]
    spool = PostSpool(tmp_path, posts[:600])
    assert spool[-1] == posts[599]
    for post in posts[600:]:
        spool.add(post)
    assert list(spool) == posts
    assert not list(tmp_path.iterdir())  # the file has no name


def test_members_of_zips_and_names_that_are_no_text(tmp_path):
    for name in ("a.zip", "b.zip"):
        with zipfile.ZipFile(tmp_path / name, "w") as file:
            file.writestr("in/été.jpg", name)
    archives = [Archive(tmp_path / name) for name in ("a.zip", "b.zip")]
    paths = [ArchiveMember(archive, "in/été.jpg") for archive in archives]
    paths += [Path("/x/\udcff.jpg"), None, paths[0]]
    posts = [Post("x", ("a",), path=path) for path in paths]
    found = [post.path for post in PostSpool(tmp_path, posts)]
    assert found == paths
    assert found[1].read(10) == b"b.zip"
