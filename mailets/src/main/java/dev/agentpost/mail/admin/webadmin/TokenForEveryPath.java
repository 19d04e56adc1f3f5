package dev.agentpost.mail.admin.webadmin;

import javax.inject.Inject;
import org.apache.james.webadmin.Routes;
import org.apache.james.webadmin.authentication.AuthenticationFilter;
import spark.Service;

/**
 * Puts the token before every path. WebAdmin itself asks for it below the base paths of routes that are not public: the
 * health checks, and whatever a route defines outside its own base path, would answer anybody.
 */
public final class TokenForEveryPath implements Routes {
    private final AuthenticationFilter filter;

    @Inject
    public TokenForEveryPath(AuthenticationFilter filter) {
        this.filter = filter;
    }

    @Override
    public String getBasePath() {
        return "/";
    }

    @Override
    public void define(Service service) {
        service.before(filter);
    }
}
