package dev.agentpost.mail.server;

import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.google.common.base.Throwables;
import dev.agentpost.mail.cassandra.embedded.EmbeddedCassandraException;
import dev.agentpost.mail.cassandra.schema.SchemaTooRecentException;
import dev.agentpost.mail.server.configuration.InvalidSettingException;
import dev.agentpost.mail.server.configuration.Setting;
import dev.agentpost.mail.tls.UnusableCertificateException;
import java.net.BindException;
import java.util.Optional;

/**
 * What is said of a failed start.
 *
 * @param line what an operator can do something about, found in the chain of causes
 * @param foreseen the line tells all; else it may be a defect, for which the stack trace is of use
 */
record StartFailureMessage(String line, boolean foreseen) {

    static StartFailureMessage of(Throwable failure) {
        return Throwables.getCausalChain(failure).stream()
                .flatMap(cause -> explained(cause, failure).stream())
                .findFirst()
                .map(line -> new StartFailureMessage(line, true))
                .orElseGet(() -> unforeseen(Throwables.getRootCause(failure)));
    }

    private static StartFailureMessage unforeseen(Throwable root) {
        return new StartFailureMessage(root.getClass().getSimpleName() + ": " + root.getMessage(), false);
    }

    private static Optional<String> explained(Throwable cause, Throwable failure) {
        if (isForOperators(cause)) {
            return Optional.of(cause.getMessage());
        }
        if (cause instanceof BindException) {
            return Optional.of("a port is in use: " + failure.getMessage());
        }
        return cause instanceof UnauthorizedException
                ? Optional.of("Cassandra does not let " + Setting.CASSANDRA_USERNAME + " do what is needed: "
                        + cause.getMessage())
                : Optional.empty();
    }

    private static boolean isForOperators(Throwable cause) {
        return cause instanceof StartFailure
                || cause instanceof EmbeddedCassandraException
                || cause instanceof InvalidSettingException
                || cause instanceof UnusableCertificateException
                || cause instanceof SchemaTooRecentException;
    }
}
