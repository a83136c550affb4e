"""Plain mail put together by hand: the library takes ten times as long for the mail that nearly all mail is."""
