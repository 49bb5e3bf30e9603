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
    "A su negocio le cerramos el permiso en marzo.",
    "Todavía se le retiene por lo del hospital.",
    "No pasó el filtro de identidad.",
    "Se giró el dinero a la cuenta terminada en 12.",
    "La orden de embargo se levantó esta mañana.",
    "El auditor cree que las propinas son más altas.",
    "Aprobada la prórroga.",
    "Fechamos a licença da sua loja em março.",
    "O acordo caiu por causa do cheque sem fundos.",
    "Com a folha nova baixou para 240.",
    "Vimos que morava em Nashua desde junho.",
    "Só resta o de dezembro.",
    "O dinheiro da loteria não vinha.",
    "O seu ex-marido parou de pagar em maio.",
    "Buenas, doña Casilda. Tiene suerte, la multa se fue completa.",
    "Con ese ingreso se pasa del tope por unos 900.",
    "Tiene un sobrante de 2020 que le estamos pasando a 2023.",
    "El monto lo subió el auditor por las facturas sin respaldo.",
    "Vemos depósitos de 40 mil que no cuadran con lo declarado.",
    "O cheque veio mal assinado e tivemos que devolver.",
    "É que o senhor trocou de conta e o depósito voltou.",
    "A declaração ficou presa por causa do número do neto.",
    "Encerramos a auditoria sem mudanças.",
    # What stands, in the present.
    "La cuenta está congelada.",
    "Dos trimestres sin entregar.",
    "Debe el mínimo de la corporación.",
    "Gana demasiado para ese crédito.",
    "Ahora mismo usted no debe nada.",
    "Quedan dos meses atrasados de la pensión.",
    "Estamos esperando la planilla de 2020.",
    "Su licencia de vender tabaco vence el 30.",
    "Tiene el sueldo embargado.",
    "Para 2022 aparece soltera.",
    "Tudo em dia por enquanto.",
    "O crédito não se aplica porque passou do teto.",
    "O seu ex vem primeiro com o menino.",
    "O marido da senhora é quem deve.",
    "Dá 312 a pagar.",
    "Ainda não chegou a do banco.",
    "O patrão não informa nada do senhor.",
    "A dívida do táxi continua lá.",
    "Está na lista do RMV.",
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
    "Su cita está confirmada para el lunes.",
    "La oficina estaba llena y no pude bajar.",
    "La línea estaba ocupada toda la mañana.",
    "El estacionamiento costaba cinco dólares, ahora cuesta ocho.",
    "Antes se presentaba en papel, ahora es en línea.",
    "Hoy atendemos hasta las dos.",
    "Me alegra que llegó bien a casa.",
    "Las multas suben cada mes.",
    "Sua visita está confirmada para segunda.",
    "A pessoa que o atendeu já não trabalha aqui.",
    "Tenho o seu número anotado.",
    "O imposto de hotel mudou em julho no estado todo.",
    "Logo escrevo com a resposta.",
    "Que bom que chegou bem em casa.",
    "O prazo venceu na segunda passada para todos.",
    "Su declaración debe llevar la firma de los dos.",
    "No damos consejo legal.",
    "Las apelaciones van a otra junta.",
    "Para cambiar el estado civil se enmienda la planilla.",
    "El comprobante sale por la impresora del pasillo.",
    "Los martes hay intérprete de portugués.",
    "A restituição chega por depósito ou cheque.",
    "As empresas entregam no mesmo mês mesmo sem vendas.",
    "A multa por atraso é de um por cento ao mês.",
    "Explico com prazer por telefone.",
    "O prazo é 15 de abril.",
    "Às terças há intérprete de espanhol.",
    "Usted tiene derecho a un representante.",
    "La oficina está en el segundo piso.",
    "Falta poco para la fecha límite.",
    "La línea está abierta de nueve a cuatro.",
    "Su turno es el 34.",
    "El martes estoy en Springfield.",
    "Está cerrado los viernes por la tarde.",
    "El número está en la parte de atrás de la carta.",
    "Tiene tres opciones: por correo, en línea o en persona.",
    "Un contador cobra por eso.",
    "Debe firmar en azul.",
    "Cada trimestre tiene su fecha.",
    "Todo mundo tem direito a recorrer.",
    "Os cheques vão em nome da Commonwealth.",
    "O código vence em dez minutos.",
    "É de graça.",
    "A taxa é de 5 por cento.",
    "O número está no verso da carta.",
    "Tem três opções: correio, internet ou pessoalmente.",
    "Não há multa por pagar antes.",
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
    assert plain.accented == "\u00f3"
    assert Reading("pago", Deadline(1)).accented == ""
