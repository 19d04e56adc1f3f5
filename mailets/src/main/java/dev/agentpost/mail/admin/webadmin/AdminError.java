package dev.agentpost.mail.admin.webadmin;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Optional;

/** A request that is not carried out, with what the caller is told. Ends the handling of a request from any depth. */
public final class AdminError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * James WebAdmin's JSON shape of an error.
     *
     * @param details the field that is wrong, when it is one field's fault
     */
    @JsonPropertyOrder({"statusCode", "type", "message", "details"})
    public record Body(int statusCode, String type, String message, Optional<String> details) {}

    private final int status;
    private final String type;
    private final String field;

    private AdminError(int status, String type, String message, String field, Throwable cause) {
        super(message, cause, false, false);
        this.status = status;
        this.type = type;
        this.field = field;
    }

    public static AdminError badField(String field, String problem) {
        return new AdminError(400, "InvalidArgument", field + ": " + problem, field, null);
    }

    /** @param problem whose message names the field already, as those of our records do */
    public static AdminError badField(String field, IllegalArgumentException problem) {
        return new AdminError(400, "InvalidArgument", problem.getMessage(), field, null);
    }

    public static AdminError badRequest(String message) {
        return new AdminError(400, "InvalidArgument", message, null, null);
    }

    public static AdminError unauthorized() {
        return new AdminError(
                401, "Unauthorized", "An Authorization header with the admin token is needed", null, null);
    }

    public static AdminError notFound(String message) {
        return new AdminError(404, "notFound", message, null, null);
    }

    public static AdminError conflict(String field, String message) {
        return new AdminError(409, "WrongState", message, field, null);
    }

    public static AdminError tooLarge(int maxBytes) {
        return new AdminError(
                413, "InvalidArgument", "The request body is larger than " + maxBytes + " bytes", null, null);
    }

    public static AdminError unexpected(Throwable cause) {
        return new AdminError(500, "ServerError", "An unexpected error; the server's log has more", null, cause);
    }

    public static AdminError unavailable(Throwable cause) {
        return new AdminError(
                503, "ServerError", "The store does not answer; the request may be repeated", null, cause);
    }

    /** @param message what did not answer, other than the store */
    public static AdminError unavailable(String message) {
        return new AdminError(503, "ServerError", message, null, null);
    }

    public int status() {
        return status;
    }

    public Body body() {
        return new Body(status, type, getMessage(), Optional.ofNullable(field));
    }
}
