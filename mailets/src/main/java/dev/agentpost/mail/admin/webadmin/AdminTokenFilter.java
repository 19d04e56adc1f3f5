package dev.agentpost.mail.admin.webadmin;

import static spark.Spark.halt;

import dev.agentpost.mail.admin.AdminToken;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Request;
import spark.Response;

/** Lets a request pass that carries the admin token as Bearer (RFC 6750 section 2.1). */
public final class AdminTokenFilter implements AuthenticationFilter {
    private static final Logger LOGGER = LoggerFactory.getLogger(AdminTokenFilter.class);
    private static final String SCHEME = "Bearer ";

    private final AdminToken token;

    @Inject
    public AdminTokenFilter(AdminToken token) {
        this.token = token;
    }

    @Override
    public void handle(Request request, Response response) {
        AdminRequestLog.begin(request.pathInfo());
        if (presented(request).filter(token::matches).isPresent()) {
            return;
        }
        LOGGER.info(
                "Refused {} {} from {}: no admin token or a wrong one",
                request.requestMethod(),
                request.uri(),
                request.ip());
        AdminError error = AdminError.unauthorized();
        response.header("WWW-Authenticate", "Bearer");
        halt(error.status(), Json.write(error.body()));
    }

    // RFC 9110 section 11.1: the name of a scheme has no case
    private static Optional<String> presented(Request request) {
        return Optional.ofNullable(request.headers("Authorization"))
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip());
    }
}
