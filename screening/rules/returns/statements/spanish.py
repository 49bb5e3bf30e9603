"""What the words of sentences about somebody's taxes are, in Spanish, without accents."""

from typing import Final

from screening.rules.returns.statements import parts

WORDS: Final[dict[str, str]] = {
    parts.WHOSE: "su sus tu tus",
    parts.MINE: "mi mis me",
    parts.OFFICER: "yo",
    parts.WHOSE + parts.THING: "suyo suya suyos suyas",
    parts.PERSON: "usted ud ella le | el contribuyente | la contribuyente | el cliente | la clienta",
    parts.ACTOR: """
        departamento irs auditor auditora examinador agencia nosotros junta supervisor supervisora hacienda
        oficina sistema
        | nuestros registros | el sistema | los registros
    """,
    parts.OUTSIDER: "banco tribunal corte empleador patrono estado juez jueza",
    parts.MATTER: """
        reembolso devolucion saldo multa interes recargo gravamen embargo apelacion auditoria deuda atraso
        retencion compensacion penalidad penalizacion sobrepago reclamo descuento manutencion reduccion
        cuota mensualidad prorroga
        | plan de pagos | plan de pago | acuerdo de pagos | acuerdo de pago | oferta de transaccion
        | pension alimenticia | orden de manutencion | aviso de tasacion | cantidad adeudada
        | impuestos atrasados | no cobrable | reembolso de impuestos | verificacion de identidad
        | conyuge inocente | pago mensual | dificultad economica | credito tributario
    """,
    parts.THING: """
        declaracion ingreso salario sueldo credito deduccion exencion gasto impuesto pago extension
        residencia oferta plan acuerdo ganancia perdida cheque deposito planilla desempleo
        | estado civil tributario | estado civil
        | declaracion de impuestos | cuenta bancaria | cuenta de banco
    """,
    parts.STATUS: "residente dependiente soltero casado | no residente | jefe de familia | jefa de familia",
    parts.VAGUE: "cuenta caso expediente solicitud negocio peticion ano",
    parts.PAPER: "licencia pasaporte",
    parts.TALK: """
        pregunta mensaje carta llamada correo consulta nota cita formulario copia pagina folleto
        instrucciones guia linea sitio portal enlace ley regla norma derecho proceso fecha plazo numero
        direccion reunion visita taller calendario horario tasa opcion respuesta firma
        agradecemos lamentamos esperamos rogamos sentimos queremos deseamos
    """,
    # It ends as what was done does.
    parts.OTHER: """
        marido maridos cada lado lados vida medida medidas comida comidas entrada salida llegada jornada
        partido sentido apellido ruido abogado abogada juzgado mercado grado sabado cuidado resultado feriado
        | no hace falta | no hacen falta | le paso el enlace | le paso la guia | le paso el formulario
    """,
    parts.DESK: "unidad servicio division seccion",
    parts.DECIDED: """
        aprobado negado denegado rechazado aceptado reducido aumentado ajustado cambiado corregido retenido
        interceptado suspendido cancelado anulado eliminado perdonado devuelto pagado saldado terminado
        aplicado liberado levantado revocado seleccionado elegido escogido examinado congelado bloqueado
        revisado concedido otorgado condonado reabierto apelado desestimado detenido confiscado compensado
        certificado
    """,
    parts.DONE: """
        enviado emitido depositado procesado recibido abierto cerrado hecho acreditado cobrado presentado
        registrado puesto asignado transferido pasado referido dividido mandado remitido
    """,
    parts.WENT: """
        vencio llego quedo bajo subio aumento termino empezo comenzo expiro cambio incumplio fallo salio
        entro paso resulto aprobo nego denego rechazo acepto redujo ajusto corrigio retuvo intercepto audito
        suspendio cancelo anulo elimino perdono devolvio aplico libero levanto revoco selecciono reviso
        concedio otorgo envio emitio cerro abrio acredito cobro impuso encontro determino decidio congelo
        bloqueo descontaron cayo perdio refirio mando resolvio considero desconto quito
        reboto puso dio vino trajo vendio tuvo supo mude pague mande vendi perdi trabaje puse tuve
        | se embargo
    """,
    parts.FILED: """
        califico calificaron recibi hice
        presento declaro reporto dedujo omitio informo recibio gano hizo solicito pidio dejo tuvo retiro
        apelo
    """,
    parts.FILE: "declare declarado reportado reclamado incluido cumplido",
    parts.OWES: """
        debe debo debemos debia adeuda adeudaba
        | pago de mas | cobro de mas | cobraron de mas | reune los requisitos | cumple los requisitos
    """,
    parts.DECIDE: """
        embargar aprobar negar rechazar aceptar quitar reducir aumentar ajustar retener interceptar auditar
        suspender cancelar anular eliminar perdonar aplicar liberar levantar revocar procesar encontrar
    """,
    parts.QUALIFIED: "elegible inelegible responsable",
    parts.HAPPENS: """
        consta constan
        muestran reflejan falta faltan cobra cobran siguen sigo
        indican empieza comienza termina vence expira sigue continua queda permanece
        asciende muestra refleja indica aparece figura comenzara empezara terminara
    """,
    parts.IS: "es son esta estan",
    parts.WAS: "fue fueron era eran estaba estaban estuvo quedaron tenia tuvieron",
    parts.HAS: "ha han haya hayan hemos hay he",
    parts.HOLDS: "tiene tienen tengo tenemos",
    parts.BEEN: "sido siendo",
    parts.WILL: "sera seran estara estaran | va a | van a | va a ser | van a ser | vamos a",
    parts.MAY: "puede pueden podria podrian debera deberan deberia podra podran",
    parts.DEBTOR: """
        atrasado moroso embargado auditado vencido cobranza cobranzas
        | meses de atraso | meses de retraso
        | en mora | en cobranza | en cobranzas | en cobro | en auditoria | bajo auditoria
        | estado de dificultad economica | dificultad economica
        | en incumplimiento | oficina de cobros | oficina de cobranzas | al dia | al corriente | en bancarrota
    """,
    parts.STATE: """
        pendiente vigente impago activo inactivo incompleto tarde listo final firme
        | en cero | en espera | en revision | bajo revision | en proceso | en camino | en disputa
    """,
    parts.IF: "si cuando",
    parts.NOT: "no nunca nada nadie",
    parts.QUALIFY: "califica",
    parts.HOW: """
        ya todavia aun tambien recien totalmente parcialmente se nos lo la les automaticamente ahora hoy
        solo apenas
    """,
    parts.ARTICLE: "el los las un una unos unas este esa ese nuestro nuestra ningun ninguna toda todo",
    parts.OF: "de del",
    parts.ABOUT: "sobre | acerca de | respecto a | en cuanto a",
    parts.TO: "para",
    parts.BESIDE: "en por con a al hasta desde contra segun sin durante ante",
    parts.CAUSE: "porque | debido a | a causa de",
    parts.AND: "y e pero o u mientras entonces",
    parts.THAT: "que quien",
    parts.NUMBER: "dos tres cuatro cinco seis siete ocho nueve diez doce",
    parts.DAY: """
        enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes
        martes miercoles jueves viernes manana ayer
        | el dia
    """,
}
