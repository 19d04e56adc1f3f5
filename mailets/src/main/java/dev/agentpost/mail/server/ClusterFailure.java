package dev.agentpost.mail.server;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.google.common.base.Throwables;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Why no node of a cluster was to be had.
 *
 * @param reason a few words
 */
record ClusterFailure(Kind kind, String reason) {
    /** What Cassandra says of a login that it could not look up, as too few replicas of {@code system_auth} are there. */
    private static final String NOT_LOOKED_UP = "Unable to perform authentication";

    enum Kind {
        /** Nobody answers, or nobody who could tell whether the login is right: it may be starting. */
        UNREACHABLE,
        /** A node answers, and does not let us in. */
        LOGIN_REFUSED,
        /** There is no agreement on TLS. */
        TLS_REFUSED
    }

    static ClusterFailure of(AllNodesFailedException failure) {
        List<Throwable> causes = failure.getAllErrors().values().stream()
                .flatMap(List::stream)
                .flatMap(error -> Throwables.getCausalChain(error).stream())
                .toList();
        return authentication(causes, false)
                .map(refused -> new ClusterFailure(Kind.LOGIN_REFUSED, oneLine(refused)))
                .or(() -> authentication(causes, true).map(open -> new ClusterFailure(Kind.UNREACHABLE, oneLine(open))))
                .or(() -> first(causes, SSLException.class)
                        .map(refused -> new ClusterFailure(Kind.TLS_REFUSED, oneLine(refused))))
                .orElseGet(() -> new ClusterFailure(Kind.UNREACHABLE, unreachable(failure, causes)));
    }

    private static Optional<AuthenticationException> authentication(List<Throwable> causes, boolean notLookedUp) {
        return causes.stream()
                .filter(AuthenticationException.class::isInstance)
                .map(AuthenticationException.class::cast)
                .filter(failure -> oneLine(failure).contains(NOT_LOOKED_UP) == notLookedUp)
                .findFirst();
    }

    private static String unreachable(AllNodesFailedException failure, List<Throwable> causes) {
        if (Stream.of(UnknownHostException.class, UnresolvedAddressException.class)
                .anyMatch(type -> first(causes, type).isPresent())) {
            return "the name is not known";
        }
        // What the driver says of a connection that was refused before it was asked for anything
        if (first(causes, ClosedChannelException.class).isPresent()) {
            return "no connection";
        }
        // The last of a chain of causes is what the network said
        return failure.getAllErrors().values().stream()
                .flatMap(List::stream)
                .map(Throwables::getRootCause)
                .map(ClusterFailure::oneLine)
                .findFirst()
                .orElseGet(() -> oneLine(failure));
    }

    private static <T extends Throwable> Optional<T> first(List<Throwable> causes, Class<T> type) {
        return causes.stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static String oneLine(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
