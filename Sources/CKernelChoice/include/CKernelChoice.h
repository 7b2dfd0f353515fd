// Declares nothing: linking this module is all it takes. See choice.c.
