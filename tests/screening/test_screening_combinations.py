"""A name says who somebody is beside an address or a number, wherever in a document the two stand."""

import pytest

from screening import Attachment, Document, screen

ADDRESS = "Please send it to 12 Main Street."
TELEPHONE = "The number we have is 617-555-0142."
NAME = "Sam Sample"


@pytest.mark.parametrize(
    "document",
    [
        Document(subject=NAME, text=ADDRESS),
        Document(subject=NAME, text=TELEPHONE),
        Document(names=(NAME,), text=ADDRESS),
        Document(fields={"name": NAME, "address": "12 Main Street"}),
        Document(text="Dear Sam Sample, thank you.", quoted=ADDRESS),
        Document(text="Mr. Sample called.", attachments=(Attachment("a.txt", ADDRESS),)),
        Document(text=f"Shall we go on writing to {NAME} at 12 Main Street, Springfield, MA 01101?"),
        Document(text=f"Le escribiremos a {NAME} al correo sam.sample@example.com."),
        Document(text=f"I will ring you, {NAME}, on 617-555-0142 at noon."),
        Document(text=f"Send it to {NAME}, PO Box 881, Athol MA 01331."),
        Document(text=f"Call {NAME} back at 413-555-0148."),
        Document(text="On file: S. Sample, sample@example.net."),
        Document(text=f"Ll\u00e1meme al 978 555 0163, {NAME}, de noche."),
        Document(text=f"My neighbor {NAME} at 9 Tannery Row has it."),
        # How people say who they are, and how they sign.
        Document(text=f"{NAME} here, I've moved to 14 Sample Ave Unit 22, Brighton."),
        Document(text=f"Cambio de direcci\u00f3n: {NAME}, ahora vivo en 36 Chestnut St, Lawrence."),
        Document(text=f"Por favor m\u00e1ndenme la gu\u00eda a sample@example.com. Gracias, {NAME}"),
        Document(text=f"Boa tarde, sou a {NAME}, meu celular \u00e9 508-555-0191."),
        Document(text=f"If you send it, I'm at 17 Sample St, Marblehead.\n\n{NAME}"),
        Document(text=f"{NAME}\nsample@example.com\nPlease send me the booklet."),
        # A given name before a surname, wherever it stands.
        Document(text="My neighbor Ana Example is 90 and lives alone at 305 Sample St in Holyoke."),
        Document(text="Le escribe H\u00e9ctor Muestra. Me mud\u00e9 a 51 Sample Street, segundo piso."),
        Document(text="Returned mail: addressee Frances Sample, 14R Wharf Street, Gloucester."),
        Document(text="Whoever has it may ring Margaret D. Example, best after six, at 617-555-0142."),
        Document(text="My tenant Frances Sample 14 Wharf St"),
        Document(text="Margaret Example 3 Tannery Rd, Athol MA 01331"),
        # "St" begins this surname, and ends no street.
        Document(text="Jane St Clair, 14 Wharf Street, Gloucester, MA 01930"),
        Document(text="A lodger, Frances Best, lives at 14 Wharf Street."),
        # Names that are words, and what streets and months are called too.
        Document(text=f"Dear June Hall, we wrote to you. {ADDRESS}"),
        Document(text="Name: Maria Church\n12 Sample Street"),
        Document(text="Ms. Hall, 12 Sample Street, has moved."),
        Document(text="April Lane <april.lane@example.org> has moved to 12 Sample Street."),
        # Those who are called by a first name, and at home.
        Document(text="im sam, 19 and i work at a shop. write me at sam.example@example.com"),
        Document(text="Soy in\u00e9s y mi correo es ines_q@example.com"),
        Document(text="You can reach Mr. Sample at home, 413-555-0119."),
        Document(text="Sr. Sample, le llam\u00e9 al 413-555-0119."),
        Document(text="Ms. Sample, we tried to reach you at 413-555-0119."),
        Document(text="I work long hours, my address is 12 Main Street, call me back on 617-555-0142."),
        Document(text="Ana Example, room 3, 12 Main Street, Athol"),
        Document(text="Ana Example, her supervisor, 617-555-0142"),
        Document(text="I spoke to the examiner. Ana Example, 617-555-0142"),
        Document(text=f"Name: {NAME}" + " and so on" * 100, quoted=TELEPHONE),
        # A letter has the name at its head, and the street at its foot.
        Document(
            text=f"Dear {NAME}, {'we looked at it again and all is well. ' * 20}\n\n12 Main Street, Athol"
        ),
    ],
)
def test_a_name_and_an_address_in_different_parts_are_personal(document: Document) -> None:
    assert screen(document).strength == "personal"


@pytest.mark.parametrize(
    "document",
    [
        Document(names=(NAME,), text="Thank you for your letter."),
        Document(subject=NAME, text="Call us at 617-555-0142."),
        Document(subject="Payment Plan", text=TELEPHONE),
        Document(subject="Sales Tax Registration", text=ADDRESS),
        Document(text="Dear Sam Sample, thank you.", fields={"mail_recipient": "sam.sample@example.com"}),
        Document(text=f"Dear {NAME}, thank you.\n\nRegards,\nJ. Doe\nTax Examiner\n617-555-0142"),
        Document(text=f"Slides attached.\n\n{NAME}\nTraining Coordinator | (617) 555-0142"),
        Document(text=f"{NAME}, Tax Examiner II, Collections Bureau\n617-555-0142"),
        Document(text="Room 310, floor 3, 436 Sample Street, Springfield, 413-555-0142."),
        Document(text="Bring it to the Springfield Library at 12 Main Street, Springfield, MA 01101."),
        Document(text="You can report it to the Attorney General at 617-555-0142."),
        Document(text="Contact Ms. Chen at 617-555-0142."),
        Document(text="Hi, My number is 617-555-0142."),
        Document(text="I'm at 17 Sample St, Marblehead.\n\nChild Support Unit"),
        Document(text="This is Massachusetts Department of Revenue, 617-555-0142."),
        Document(text="Mail: PO Box 7000, Boston MA 02204. With payment: PO Box 7003."),
        Document(text=f"{NAME} asked for three forms in a row."),
        Document(text="The hearing is in the Paul A. Example Courthouse, 1 Main Street."),
        Document(text="Books go back to the Margaret Example Public Library, 1 Main Street."),
        Document(text="We are at 100 Sample Street, second floor. Telephone: 617-555-0142."),
        Document(text="100 Sample Street, Athol, open 9 to 4. 617-555-0142"),
        Document(text="The garage entrance is at 32 Sample Street; front desk 617-555-0142."),
        Document(text="Hours: Mon-Fri 9-5, 333 East Sample Street, telephone 617-555-0142"),
        Document(text="El horario es de 9 a 4, en 100 Sample Street, tel\u00e9fono 617-555-0142."),
        Document(text="Nosso endere\u00e7o: 100 Sample Street, Athol. Telefone 617-555-0142."),
        Document(text="The hearing is in room 412 of 100 Sample Street. The clerk's number is 617-555-0142."),
        Document(text="Lunch is at Mike's Bakery, 300 Sample Street. Patriots' Day is at 12 Main Street."),
        Document(text="I'm glad that it's open: write to sam.example@example.com"),
        Document(text="Park near Charles St and walk to 100 Sample Street."),
    ],
)
def test_how_an_agency_writes_and_whom_it_mails_is_clean(document: Document) -> None:
    assert screen(document).strength == "clean"


@pytest.mark.parametrize(
    "text",
    [
        "Your hearing is set. Ana Example, 12 Sample Street, Athol",
        "DOR shows Ana Example with telephone 617-555-0142",
        "Ana Example came to the clinic; she is at 12 Sample Street, 617-555-0142.",
        "Ms. Ana Example, 12 Sample Street: your account is closed.",
        "Ms. Ana Example, 12 Sample Street, your case is open.",
        "Ana Example's Bakery, 12 Sample Street, telephone 617-555-0142",
    ],
)
def test_everyday_words_make_nobodys_home_an_office(text: str) -> None:
    assert screen(text).strength == "personal"
