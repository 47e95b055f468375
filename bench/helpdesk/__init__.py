"""The rival's side: django-helpdesk as its documentation sets it up, in an environment of its own."""
