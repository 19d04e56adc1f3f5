package dev.agentpost.mail.http;

/** The methods that routes are for; HEAD is answered by the route for GET. */
public enum HttpMethod {
    GET,
    POST
}
