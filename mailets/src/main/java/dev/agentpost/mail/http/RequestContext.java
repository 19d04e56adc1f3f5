package dev.agentpost.mail.http;

import dev.agentpost.mail.logging.LogContext;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.james.util.MDCBuilder;
import reactor.core.publisher.Mono;

/**
 * What the log lines of one request say beside their text: where it came from and, once that is known, with whose key. Safe
 * for use by many threads.
 */
public final class RequestContext {
    private static final String ORGANIZATION = "organization";
    private static final String KEY = "key";

    private final Map<String, String> known = new ConcurrentHashMap<>();

    /** @param session of the connection and the request on it */
    public RequestContext(String session, Optional<InetAddress> remoteAddress) {
        known.put(MDCBuilder.PROTOCOL, "HTTP");
        known.put(MDCBuilder.SESSION_ID, session);
        remoteAddress.map(InetAddress::getHostAddress).ifPresent(ip -> known.put(MDCBuilder.IP, ip));
    }

    /** Lines that are logged from now on say so, but for those of work that {@link #within} has begun already. */
    public void cameWith(String organizationId, String keyId) {
        known.put(ORGANIZATION, organizationId);
        known.put(KEY, keyId);
    }

    public Optional<String> keyId() {
        return Optional.ofNullable(known.get(KEY));
    }

    /** The work, and what is made of the answers that it waits for, with what is known at the time of the subscription. */
    public <T> Mono<T> within(Supplier<Mono<T>> work) {
        return Mono.defer(() -> LogContext.within(Map.copyOf(known), Mono.defer(work)));
    }

    public void run(Runnable task) {
        LogContext.run(Map.copyOf(known), task);
    }
}
