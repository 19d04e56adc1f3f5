package dev.agentpost.mail.outbound.smtp;

import dev.agentpost.mail.outbound.RecipientResult;
import java.util.List;

/** Where mail for a destination goes. */
sealed interface Route {
    /** In the order in which they are to be tried. */
    record Targets(List<Target> targets) implements Route {}

    /** Nowhere, now or at all. */
    record Nowhere(RecipientResult result) implements Route {}

    static Route deferred(String reason) {
        return new Nowhere(RecipientResult.deferred(reason));
    }

    static Route failed(String reason) {
        return new Nowhere(RecipientResult.failed(reason));
    }
}
