"""What a Spanish or Portuguese text says happened is the person's of the thread, unless it is harmless."""

import pytest

from screening import Document, screen
from screening.deadlines import Deadline
from screening.readings import Reading

HAPPENED = (
    "Le bajaron la multa a la mitad y el resto se lo perdonaron.",
    "El banco soltó la plata el martes.",
    "La tienda suya debe dos trimestres.",
    "El juez le dio la razón en lo de la casa.",
    "Desde noviembre no entra nada de parte suya.",
    "La renta que puso no coincidía con la del dueño.",
    "Cruzamos los datos y apareció un trabajo en Lowell.",
    "Le aceptamos los recibos de la guardería pero no los del carro.",
    "Se pasó por cuatro días y perdió el derecho.",
    "Esa cantidad salió de la venta del camión.",
    "Le rechazo la solicitud porque faltan los talonarios.",
    "Anulamos el cargo doble.",
    "Su abogado retiró la apelación.",
    "le ajustaron el salario y salio debiendo",
    "El perito valoró el local en menos y usted sale ganando.",
    "O banco soltou o dinheiro na terça.",
    "A loja da senhora deve dois trimestres.",
    "A juíza lhe deu razão na questão da casa.",
    "Tiraram o seu marido do acordo.",
    "Combinamos 60 por mês durante três anos.",
    "Aceitei os recibos da creche mas não os do carro.",
    "Passou quatro dias do prazo e perdeu o direito.",
    "Temos o senhor como não residente.",
    "Ainda faltam quatro parcelas.",
    "o seu ex ja declarou a menina",
    "Ficou resolvido: o valor some da próxima conta.",
    "O cheque de agosto veio sem assinatura, devolvi.",
    # Without accents too.
    "le ajustaron el salario y salio debiendo",
)
HARMLESS = (
    "Se nos fue la luz a las tres y cerramos temprano.",
    "Llegaron los folletos nuevos en español.",
    "La legislatura cambió la ley en 2023.",
    "Me enfermé la semana pasada y por eso contesto tarde.",
    "Se dañó la impresora, se la mando mañana.",
    "Le dejé un recado con su hija.",
    "Me equivoqué de nombre, disculpe.",
    "Ya le contestó mi supervisora, ¿verdad?",
    "Traté de abrir el archivo y salió en blanco.",
    "El año pasado abrimos una oficina en Worcester.",
    "El taller se llenó, pero abrimos otro para el martes.",
    "Mi compañero encontró su paraguas en la sala.",
    "El estado creó ese crédito en 2021.",
    "Me alegró mucho su mensaje.",
    "Ese trámite se mudó al segundo piso.",
    "El programa terminó en septiembre para todo el mundo.",
    "Traiga el recibo que le dieron en la ventanilla.",
    "Dígame qué le dijeron en la otra oficina.",
    "Firme donde puse la cruz.",
    "Quien vendió su casa en el año debe llenar el anexo D.",
    "Ya pedí que le manden el folleto grande.",
    "A colega que atendia no balcão se aposentou em junho.",
    "O preço do estacionamento subiu.",
    "Desculpe, o seu e-mail sumiu da minha caixa.",
    "Estive de férias até ontem.",
    "Não entendi bem a pergunta, pode explicar de novo?",
    "Enviei o formulário pelo correio na segunda.",
    "A visita ficou para quinta às dez.",
    "Obrigado pelos papéis que trouxe ontem.",
    "O prazo passou para 15 de abril porque o dia 14 caiu num domingo.",
    "Houve um acidente na estrada e chegamos tarde.",
    "O guia foi atualizado em janeiro.",
    "Nevou muito e não houve trem.",
    "Esse serviço mudou para o segundo andar.",
    "O programa acabou em setembro para todo mundo.",
    "Se já pagou, desconsidere o aviso.",
    "Quando receber a carta, olhe a data.",
    "Os juros são calculados por dia.",
    "O senhor não errou de guichê, é aqui.",
    "Prefere que eu ligue de manhã ou à tarde?",
    "Su hijo puede acompañarle a la cita.",
    "Las declaraciones se guardan siete años.",
    "El estacionamiento queda detrás del edificio.",
)


@pytest.mark.parametrize("text", HAPPENED)
def test_whatever_happened_to_somebody_is_theirs_in_their_thread(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "restricted"


@pytest.mark.parametrize("text", HARMLESS)
def test_talk_the_office_the_law_and_what_to_do_are_nobodys(text: str) -> None:
    assert screen(Document(text=text, is_to_one_person=True)).strength == "clean"


@pytest.mark.parametrize("text", HAPPENED[1:4])
def test_outside_a_thread_a_verb_alone_says_nothing_of_anybody(text: str) -> None:
    assert screen(text).strength == "clean"


@pytest.mark.parametrize("accent", ["\u00f3", "o\u0301", "&oacute;"], ids=["one", "two", "entity"])
def test_an_accent_tells_what_happened_from_what_is_done(accent: str) -> None:
    happened = screen(Document(text=f"Ya todo se cuadr{accent}.", is_to_one_person=True))
    always = screen(Document(text="Yo todo lo cuadro.", is_to_one_person=True))

    assert (happened.strength, always.strength) == ("restricted", "clean")


def test_a_reading_knows_which_letters_had_accents() -> None:
    raw = Reading("pag\u00f3 <b>rapido</b>", Deadline(1))
    plain = raw.shown_as({"\u00f3": "o"})

    assert [place for place in range(len("pago")) if plain.has_accent(place)] == [3]
    assert plain.has_accents
    assert not Reading("pago", Deadline(1)).has_accents
