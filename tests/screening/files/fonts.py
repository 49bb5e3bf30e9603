"""PDFs whose fonts draw what they say, and others that lie; in each way that the format has."""

import zlib

from tests.screening.files.making import SSN, packed_objects, pdf_of_font

PROGRAM = "<< /Length 4 >>\nstream\ntrue\nendstream"
# Each has 65,536 codes, and 300,000 are looked at. Each code means itself.
OF_EACH_CODE = "1 beginbfrange <0000> <FFFF> <0000> endbfrange "
OF_ITS_OWN = "/FontDescriptor << /Type /FontDescriptor /FontFile2 8 0 R >>"
# Letters that a font numbers as it likes, and draws by a program that is in the file; those of a known table.
HONEST_FONTS: dict[str, bytes] = {
    "a font that numbers its letters": pdf_of_font(
        "1", f"/Subtype /TrueType {OF_ITS_OWN}", "1 beginbfchar <31> <0042> endbfchar", PROGRAM
    ),
    "a font that numbers its letters by two bytes": pdf_of_font(
        "Hi",
        "/Subtype /Type0 /Encoding /Identity-H /DescendantFonts [9 0 R]",
        "1 beginbfrange <4869> <4869> <0042> endbfrange",
        PROGRAM,
        f"<< /Type /Font /Subtype /CIDFontType2 {OF_ITS_OWN} >>",
    ),
    "a font that numbers its letters by two small bytes": pdf_of_font(
        "\x00A",
        "/Subtype /Type0 /Encoding /Identity-H /DescendantFonts [9 0 R]",
        "1 beginbfchar <0041> <0042> endbfchar",
        PROGRAM,
        f"<< /Type /Font /Subtype /CIDFontType2 {OF_ITS_OWN} >>",
    ),
    "letters that are named": pdf_of_font(
        "12",
        "/Subtype /Type1 /Encoding << /Differences [49 /two /uni0033 52 /a] >>",
        "3 beginbfchar <31> <0032> <32> <0033> <34> <0061> endbfchar",
    ),
    "letters with accents": pdf_of_font(
        "\xe9",
        "/Subtype /Type1 /Encoding /WinAnsiEncoding",
        "1 beginbfchar <e9> <00E9> <81> <2022> endbfchar",
    ),
    "letters with accents that are named": pdf_of_font(
        "ab",
        "/Subtype /Type1 /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [128 /fi /eacute /Euro] >>",
        "2 beginbfchar <80> <00660069> <81> <00E9> endbfchar 1 beginbfrange <82> <9F> <0082> endbfrange",
    ),
    "letters of a known table of two bytes": pdf_of_font(
        "\x00A",
        "/Subtype /Type0 /Encoding /UniGB-UCS2-H /DescendantFonts [8 0 R]",
        "1 beginbfrange <0041> <0042> [<0041> <0042>] endbfrange",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /A /CIDSystemInfo << /Ordering (GB1) >> >>",
    ),
    "a font that is packed behind other objects": pdf_of_font(
        "1",
        "/Subtype /Type1",
        "1 beginbfchar <31> <0031> endbfchar",
        packed_objects(
            "9 11 8 0 << /A 1 >> << /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>",
            "/Type /ObjStm /First 9 /Filter /FlateDecode",
        ),
        key="/None",
    ),
    "a table that is packed": pdf_of_font(
        "Bring form 12.",
        "/Subtype /Type1",
        zlib.compress(b"1 beginbfrange <30> <39> <0030> endbfrange").decode("latin-1"),
        how="/Filter [/FlateDecode]",
    ),
    "a table of as many codes as are looked at": pdf_of_font(
        "1",
        "/Subtype /Type1 /Encoding /WinAnsiEncoding",
        OF_EACH_CODE * 4,
    ),
}

LIE = "1 beginbfrange <30> <39> <0061> endbfrange"
DRAWN_BY_NUMBER = "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Helvetica >>"
# Each draws digits, and has them mean letters, in one of the ways that the format has.
LYING_FONTS: dict[str, bytes] = {
    "no encoding": pdf_of_font(SSN, "/Subtype /Type1", LIE),
    "an encoding elsewhere": pdf_of_font(
        SSN, "/Subtype /TrueType /Encoding 8 0 R", LIE, "/WinAnsiEncoding"
    ),
    "an encoding that is based on another": pdf_of_font(
        SSN, "/Subtype /Type1 /Encoding << /BaseEncoding /MacRomanEncoding >>", LIE
    ),
    "an encoding of names": pdf_of_font(
        "abc", "/Subtype /Type1 /Encoding << /Differences [97 /two /one 99 /nine] >>",
        "1 beginbfrange <61> <63> <0061> endbfrange",
    ),
    "an encoding of names for a font in the file": pdf_of_font(
        "abc", "/Subtype /Type1 /Encoding 9 0 R /FontDescriptor << /FontFile 8 0 R >>",
        "1 beginbfrange <61> <63> <0061> endbfrange", "<< /Length 2 >>\nstream\n%!\nendstream",
        "<< /Differences [97 /two /one 99 /uni0039] >>",
    ),
    "dictionaries in dictionaries": pdf_of_font(
        SSN, "/Subtype /Type1 /Encoding /WinAnsiEncoding /FontDescriptor << /Style << /Panose <01> >> >>", LIE
    ),
    "names in numbers": pdf_of_font(
        SSN, "/Subtype /Type1 /Encoding /WinAnsi#45ncoding", LIE, key="/To#55nicode"
    ),
    "remarks and blanks": pdf_of_font(
        SSN, "/Subtype /Type1 /Encoding\n% /Encoding /None\n/WinAnsiEncoding",
        "1 beginbfrange %<0030>\n <3 0> <39> <0061> endbfrange", key="/ToUnicode % 8 0 R\n",
    ),
    "codes of more digits": pdf_of_font(
        SSN, "/Subtype /Type1", "1 beginbfrange <0030> <0039> <0061> endbfrange"
    ),
    "a string that hides a remark": pdf_of_font(SSN, "/Subtype /Type1", f"(%) pop {LIE}"),
    "a table without its end": pdf_of_font(SSN, "/Subtype /Type1", LIE.replace("endbfrange", "")),
    "nothing": pdf_of_font(SSN, "/Subtype /Type1", "1 beginbfrange <30> <31> [<0030>] endbfrange"),
    "digits where others are drawn": pdf_of_font(
        "219.09.9999", "/Subtype /Type1 /Encoding /WinAnsiEncoding", "1 beginbfchar <2E> <0037> endbfchar"
    ),
    "a letter that nobody knows": pdf_of_font(
        "Hello 2", "/Subtype /Type1 /Encoding << /Differences [50 /oneoldstyle] >>",
        "1 beginbfchar <32> <0033> endbfchar",
    ),
    "two bytes, drawn by another font": pdf_of_font(
        "0219", "/Subtype /Type0 /Encoding /Identity-H /DescendantFonts [8 0 R]",
        "1 beginbfchar <3032> <0061> <3139> <0062> endbfchar", DRAWN_BY_NUMBER,
    ),
    "two bytes of a known table": pdf_of_font(
        "\x002", "/Subtype /Type0 /Encoding /UniGB-UCS2-H /DescendantFonts [8 0 R]",
        "1 beginbfchar <0032> <0061> endbfchar", DRAWN_BY_NUMBER,
    ),
    "one byte of a known table": pdf_of_font(
        "2", "/Subtype /Type0 /Encoding /GBK-EUC-H /DescendantFonts [8 0 R]",
        "1 beginbfchar <32> <0061> endbfchar", DRAWN_BY_NUMBER,
    ),
    "a table that is packed in another way": pdf_of_font(
        "1", "/Subtype /Type1", LIE.encode().hex() + ">", how="/Filter /ASCIIHexDecode"
    ),
    "a table that is packed twice": pdf_of_font(
        "1", "/Subtype /Type1", zlib.compress(zlib.compress(LIE.encode())).decode("latin-1"),
        how="/Filter [/FlateDecode /FlateDecode]",
    ),
    "a table that is not there": pdf_of_font("1", "/Subtype /Type1", LIE).replace(b"7 0 R", b"8 0 R"),
    "a table that goes on behind its end": pdf_of_font(
        "1", "/Subtype /Type1", f"1 beginbfchar <41> <0041> endbfchar endstream {LIE}"
    ),
    "a table under another one's number": pdf_of_font(
        "1", "/Subtype /Type1", "1 beginbfchar <41> <0041> endbfchar",
        f"<< >>\nendobj\n7 0 obj\n<< /Length {len(LIE)} >>\nstream\n{LIE}\nendstream",
    ),
    "two tables": pdf_of_font(
        "1", "/Subtype /Type1 /ToUnicode 8 0 R", "1 beginbfchar <31> <0031> endbfchar",
        f"<< /Length {len(LIE)} >>\nstream\n{LIE}\nendstream",
    ),
    "a name that is not the first of its kind": pdf_of_font(
        "b", "/Subtype /Type1 /Encoding << /Differences [97 /a /one] >>",
        "1 beginbfchar <62> <0062> endbfchar",
    ),
    "digits and more where a sign is drawn": pdf_of_font(
        "219.09.9999", "/Subtype /Type1 /Encoding /WinAnsiEncoding", "1 beginbfchar <2E> <00200037> endbfchar"
    ),
    "a font that is in the file, or is not": pdf_of_font(
        "1", "/Subtype /TrueType /FontDescriptor 8 0 R", LIE,
        "<< /FontFile2 9 0 R >>\nendobj\n8 0 obj\n<< /Flags 4 >>", "<< /Length 4 >>\nstream\ntrue\nendstream",
    ),
    "a dictionary with half a pair": pdf_of_font(
        "1", "/Subtype /Type1 /None", "1 beginbfchar <31> <0031> endbfchar"
    ),
    "brackets without their other": pdf_of_font(
        "1", "/Subtype /Type1", "1 beginbfchar <31> <0031> endbfchar ]"
    ),
    "brackets that are not closed": pdf_of_font(
        "1", "/Subtype /Type1", "[ 1 beginbfchar <31> <0031> endbfchar"
    ),
    "a program that is none": pdf_of_font(
        "219-09-9999", "/Subtype /TrueType /FontDescriptor << /FontFile2 8 0 R >>",
        "1 beginbfchar <39> <0038> endbfchar", "<< /Length 3 >>\nstream\nabc\nendstream",
    ),
    "a program that is nothing": pdf_of_font(
        "219-09-9999", "/Subtype /Type1 /FontDescriptor << /FontFile null >>",
        "1 beginbfchar <39> <0038> endbfchar",
    ),
    "digits of an old style": pdf_of_font(
        "ab", "/Subtype /Type1 /Encoding << /Differences [97 /twooldstyle /one.alt] >>",
        "1 beginbfrange <61> <62> <0061> endbfrange",
    ),
    "an encoding of another system": pdf_of_font(
        "1", "/Subtype /Type1 /Encoding /MacRomanEncoding", "1 beginbfchar <31> <0032> endbfchar"
    ),
    "more letters than there are": pdf_of_font(
        "1", "/Subtype /Type1", "1 beginbfrange <00000000> <FFFFFFFF> <0000> endbfrange"
    ),
    "packed among other objects": pdf_of_font(
        "1", "/Subtype /Type1", LIE,
        packed_objects("9 0 << /Font << /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >> >>"),
        key="/None",
    ),
    "packed behind other objects": pdf_of_font(
        "1", "/Subtype /Type1", LIE,
        packed_objects(
            "8 0 9 11 << /A 1 >> << /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 7 0 R >>",
            "/Type /ObjStm /First 9 /Filter /FlateDecode",
        ),
        key="/None",
    ),
}  # fmt: skip
