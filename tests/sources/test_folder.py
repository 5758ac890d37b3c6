from exports import photo, read, scene, write

PACKET = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-'
    b'ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag>'
    b"<rdf:li>Sandy Beach</rdf:li><rdf:li>2021</rdf:li><rdf:li>DCIM</rdf:li></rdf:Bag></dc:subject>"
    b"<dc:creator><rdf:Seq><rdf:li>Ann</rdf:li></rdf:Seq></dc:creator>"
    b"</rdf:Description></rdf:RDF></x:xmpmeta>"
)


def test_folders_and_keywords_name_hashtags(tmp_path):
    photo(tmp_path / "New York/night/a.jpg", 0)
    scene(1).save(tmp_path / "New York/b.jpg", xmp=PACKET)
    scene(2).save(tmp_path / "c.png", pnginfo=None)
    scene(3).save(tmp_path / "d.webp", xmp=PACKET)
    photo(tmp_path / "2021/DCIM/100CANON/e.jpg", 4)
    write(tmp_path / "night.mp4", b"")
    write(tmp_path / "notes.txt", "x")
    write(tmp_path / "New York/broken.jpg", b"no image")
    posts, kinds = read(tmp_path)
    assert [(p.image, p.hashtags, p.creator) for p in posts] == [
        ("d.webp", ("sandybeach",), "Ann"),
        ("New York/b.jpg", ("newyork", "sandybeach"), "Ann"),
        ("New York/night/a.jpg", ("newyork", "night"), ""),
    ]
    assert [p.category for p in posts] == ["", "New York", "night"]
    assert kinds == {"no hashtags": 2, "video": 1, "unreadable image": 1}


def test_an_image_in_two_folders_is_kept_once(tmp_path):
    data = photo(tmp_path / "sea/a.jpg", 0).read_bytes()
    write(tmp_path / "sun/a.jpg", data)
    posts, kinds = read(tmp_path)
    assert [post.image for post in posts] == ["sea/a.jpg"]
    assert kinds == {"duplicate": 1}
    assert len(read(tmp_path, unique=False)[0]) == 2
