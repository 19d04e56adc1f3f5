package dev.agentpost.mail.server;

import dev.agentpost.mail.cassandra.embedded.EmbeddedCassandraException;
import dev.agentpost.mail.cassandra.schema.SchemaTooRecentException;
import dev.agentpost.mail.server.configuration.InvalidSettingException;
import dev.agentpost.mail.tls.UnusableCertificateException;
import java.net.BindException;

/** Finds in a chain of causes what an operator can do something about. */
final class StartFailureMessage {
    private StartFailureMessage() {}

    static String of(Throwable failure) {
        Throwable last = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (isForOperators(cause)) {
                return cause.getMessage();
            }
            if (cause instanceof BindException) {
                return "a port is in use: " + failure.getMessage();
            }
            last = cause;
        }
        return last.getClass().getSimpleName() + ": " + last.getMessage();
    }

    private static boolean isForOperators(Throwable cause) {
        return cause instanceof StartFailure
                || cause instanceof EmbeddedCassandraException
                || cause instanceof InvalidSettingException
                || cause instanceof UnusableCertificateException
                || cause instanceof SchemaTooRecentException;
    }
}
