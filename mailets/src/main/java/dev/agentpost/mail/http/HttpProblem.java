package dev.agentpost.mail.http;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Duration;

/** The answers that are errors: one shape of JSON for all, which is that of the admin routes. */
public final class HttpProblem {
    private static final Duration TRY_AGAIN = Duration.ofSeconds(5);

    /** @param details always null here; the admin routes name a field */
    @JsonPropertyOrder({"statusCode", "type", "message", "details"})
    public record Body(int statusCode, String type, String message, String details) {}

    private HttpProblem() {}

    public static HttpAnswer badRequest(String message) {
        return of(400, "InvalidArgument", message);
    }

    /** RFC 6750 section 3: which credentials are wanted. */
    public static HttpAnswer unauthorized(String message, boolean presented) {
        String challenge =
                presented ? "Bearer realm=\"AgentPost\", error=\"invalid_token\"" : "Bearer realm=\"AgentPost\"";
        return of(401, "Unauthorized", message).with("WWW-Authenticate", challenge);
    }

    public static HttpAnswer forbidden(String message) {
        return of(403, "Forbidden", message);
    }

    public static HttpAnswer notFound() {
        return of(404, "notFound", "There is nothing here");
    }

    /** @param allowed methods between commas */
    public static HttpAnswer methodNotAllowed(String allowed) {
        return of(405, "InvalidArgument", "Allowed here: " + allowed).with("Allow", allowed);
    }

    public static HttpAnswer tooSlow() {
        return of(408, "InvalidArgument", "The request took too long to come in");
    }

    public static HttpAnswer tooLarge(long maxBytes) {
        return of(413, "InvalidArgument", "The request body is larger than " + maxBytes + " bytes");
    }

    public static HttpAnswer targetTooLong() {
        return of(414, "InvalidArgument", "The request line is too long");
    }

    public static HttpAnswer tooManyWrongKeys(Duration retryAfter) {
        return tooMany("Too many requests with a wrong key from this address", retryAfter);
    }

    public static HttpAnswer tooManyOfKey(Duration retryAfter) {
        return tooMany("Too many requests with this key", retryAfter);
    }

    private static HttpAnswer tooMany(String message, Duration retryAfter) {
        return of(429, "TooManyRequests", message)
                .with("Retry-After", Long.toString(Math.max(1, roundedUp(retryAfter))));
    }

    /** Who comes back a part of a second too soon is refused again. */
    private static long roundedUp(Duration time) {
        return time.plusSeconds(1).minusNanos(1).toSeconds();
    }

    public static HttpAnswer headersTooLarge() {
        return of(431, "InvalidArgument", "The request headers are too large");
    }

    public static HttpAnswer unexpected() {
        return of(500, "ServerError", "An unexpected error; the server's log has more");
    }

    public static HttpAnswer unavailable() {
        return of(503, "ServerError", "The store does not answer; the request may be repeated")
                .with("Retry-After", Long.toString(TRY_AGAIN.toSeconds()));
    }

    private static HttpAnswer of(int status, String type, String message) {
        return HttpAnswer.json(status, new Body(status, type, message, null));
    }
}
