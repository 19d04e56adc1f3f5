package dev.agentpost.mail.admin.webadmin;

import org.apache.james.webadmin.mdc.RequestId;
import org.apache.james.webadmin.mdc.RequestLogger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import spark.Request;

/**
 * Logs a request without its body. WebAdmin's default logs the body, and does so before it looks at the token: anyone
 * who reaches the port could fill memory and log.
 */
public final class AdminRequestLogger implements RequestLogger {
    private static final Logger LOGGER = LoggerFactory.getLogger(AdminRequestLogger.class);

    @Override
    public boolean applies(Request request) {
        return true;
    }

    @Override
    public void log(Request request, RequestId requestId) {
        LOGGER.debug(
                "{} {} from {}, request {}",
                request.requestMethod(),
                request.uri(),
                request.ip(),
                requestId.asString());
    }
}
