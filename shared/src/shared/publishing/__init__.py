"""What the public reads: one set of values as a page, as JSON and as CSV. Knows neither the store nor HTTP.

A page needs no script and asks no other server for anything; it is Polish, or English with `?lang=en`. Law: Act of 4
April 2019 on digital accessibility of public bodies' websites (WCAG 2.1 AA); UDPP art. 5(3), the principle of openness.
"""
