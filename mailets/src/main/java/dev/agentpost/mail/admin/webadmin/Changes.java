package dev.agentpost.mail.admin.webadmin;

import java.util.Optional;
import spark.Request;

/** Whether a request has changed something, where its answer does not tell. */
public final class Changes {
    private static final String ATTRIBUTE = "agentpost.changes";

    private Changes() {}

    public static void tell(Request request, boolean changes) {
        request.attribute(ATTRIBUTE, changes);
    }

    /** Empty: the answer tells. */
    public static Optional<Boolean> told(Request request) {
        return Optional.ofNullable(request.<Boolean>attribute(ATTRIBUTE));
    }
}
