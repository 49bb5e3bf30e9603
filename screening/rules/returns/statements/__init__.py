"""What is said of one person's taxes in words: a grammar, small enough to be read.

A sentence is cut into words, each word is told its part ("your" is whose, "appeal" a matter, "was denied"
what was decided), and what the parts say in a row is compared with a few forms of sentences: whose matter
came to what, who did what with it, what a person owes or filed. So a new word stands in one place and counts
in every form, and a new form counts for every word.

`parts` names the parts, `english`, `spanish` and `portuguese` give the words, `tagging` tells each word its
part, `forms` holds the forms. In one person's thread it is asked the other way round, whichever word it is:
`assertions` takes away what is general, `episodes` and `english_episodes` hear what a verb tells by its form.
"""
