"""Given names that people here bear often, for a name that nothing introduces.

Only what is seldom anything else: no "Grace", "May", "Will", "Mark" or "Hope", which begin sentences, and no
"Washington" or "Lowell", which are places. A given name alone says nothing; before a surname it is a name.
Written down from general knowledge of English, Spanish and Portuguese names, without accents.
"""

from typing import Final

from screening.rules.writing import word_set

GIVEN_NAMES: Final = word_set(
    """
    aaron adam adriana adriano afonso agnes agustin aiden alan albert alda alejandra alejandro alex
    alexander alexandra alfonso alfred alice alicia alison allison altagracia amanda amber amelia amparo
    amy ana andrea andres andrew angela angelica anita ann anna anne annette annie anthony antonia antonio
    arlene armando arnold arthur ashley audrey augusto aurelio barbara beatrice beatriz becky benedita
    benjamin bento bernard bernice beth betty beverly blanca bonnie brandon brenda brian bridget bruce
    bruna bryan caetano caitlin camila carla carlos carmen carol caroline carolyn cassia catalina
    catherine cathy cecilia celeste celia cesar cheryl christina christine christopher cindy clara claudia
    claudio colleen conceicao connie constance consuelo corey craig cristiane cristina cristobal crystal
    cynthia daniel daniela danielle darlene davi david dawn deborah debra denilson denise dennis derek
    diana diane diego dolores domingo donald donna doreen doris dorothy douglas edith edna edson eduardo
    edward edwin efrain eileen elaine eleanor elena eliana elisa elizabeth ella ellen elsie emilio emily
    emma enrique eric erica erin ernesto esperanza esteban esther ethan ethel eugene eugenia eva evelyn
    fabiana fabio fatima federico felicia felipe fernanda fidel filomena flavia flavio florence frances
    francis francisca francisco fred gabriel gabriela gail gary george gerald geraldine geraldo gerardo
    gertrude gilberto gilson gina gisele gladys glaucia glenn gloria gonzalo gordon graciela greg gregory
    guadalupe guillermo gus gustavo gwendolyn hannah harold harriet harry hazel heather hector heidi helen
    helena heloisa henrique henry herbert heriberto hilda holly howard hugo humberto ian ida ignacio ilda
    ines iracema irene irma isaac isabel ismael ivan ivone jack jacob jacqueline jaime jair james jamie
    jane janet janice jason javier jean jeanette jeffrey jennifer jenny jeremy jerry jessica jesus jill
    jim jimena joan joana joann joanna joanne joao joaquim joaquin joe joel john jonas jonathan jordana
    jorge jose josefa joseph josephine joshua joyce juan juanita jucelia judith judy julia julian juliana
    julie julio june justin karen karl katherine kathleen kathryn kathy katie keith kelly kenneth kevin
    kimberly kristen kristin kyle laercio larissa larry laura lauren laurie leah leandro lena leo leon
    leonard leonor leslie leticia lidia lillian linda lisa lois lorena lorraine louis louise lourdes lucas
    lucia luciana lucille lucy luis luisa luiz luke lupe lurdes lydia lynn madison magdalena malik manuel
    manuela marcela marcelo marcia marcio marcos marcus margaret margarita maria marian mariana maribel
    marie mariela marilyn marina mario marion marisol marjorie marlene marta martha martin marvin mary
    mateo mateus matilde matthew maureen maurice mauricio mauro maximo megan melanie melissa mercedes
    michael michele michelle miguel milagros mildred minh mireya miriam molly monica muriel myrtle nancy
    naomi natalia natalie nathan nelida nestor neusa nicholas nicole nilda nilson nina noah noemi norberto
    norma norman octavio odete olga olivia orlando oscar osmar osvaldo otavio pablo pamela patricia
    patricio patrick paul paula paulina pauline paulo pedro peggy peter philip phillip phyllis pilar
    priscila rachel rafael ralph ramiro ramon raquel raul raymond rebecca regina reinaldo renata renato
    renee ricardo richard rigoberto rita robert roberta roberto rocio rodolfo rodrigo rogelio roger
    rogerio roland ronald rosa rosana rosangela rosario rosemary roy ruben rubens russell ruth ryan sally
    salvador samantha samuel sandra sandro santiago sara sarah scott sean sebastiao sergio shannon sharon
    sheila shirley sidney silvia simone socorro sofia soledad sonia sophia sophie stacey stanley stella
    stephanie stephen steve steven stuart susan susana suzanne sylvia tamara tammy tanya tatiana teresa
    tereza terrence thelma theodore theresa thiago thomas tiffany timothy tina todd tomas tracy valdir
    valentina valeria valerie vanessa vera veronica vicente victor victoria vincent vinicius virginia
    vitor vivian viviana wagner walter wanda wayne wellington wendy wilfred wilfredo william winifred
    xiomara yesenia yolanda yvonne zachary zilda
    """
)
