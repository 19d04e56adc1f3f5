package dev.agentpost.mail.http.netty;

import com.google.common.net.InetAddresses;
import dev.agentpost.mail.http.HttpMethod;
import dev.agentpost.mail.http.HttpRequest;
import dev.agentpost.mail.http.RequestContext;
import dev.agentpost.mail.http.RequestTarget;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import reactor.netty.http.server.HttpServerRequest;

/** Makes our requests of what was read. */
final class RequestReader {
    private static final List<String> FORWARDING = List.of("x-forwarded-for", "forwarded", "x-real-ip", "via");

    /** Some proxies add the port, and then brackets around what has colons itself. */
    private static final Pattern WITH_PORT = Pattern.compile("^(?:([0-9.]+):[0-9]+|\\[([^\\]]+)](?::[0-9]+)?)$");

    private final boolean isBehindProxy;

    RequestReader(boolean isBehindProxy) {
        this.isBehindProxy = isBehindProxy;
    }

    HttpRequest read(
            HttpMethod method, RequestTarget target, HttpServerRequest request, byte[] body, RequestContext context) {
        Map<String, String> headers = headers(request.requestHeaders());
        return new HttpRequest(
                method,
                target.path(),
                target.parameters(),
                Map.of(),
                headers,
                body,
                remoteAddress(request),
                FORWARDING.stream().anyMatch(headers::containsKey),
                context);
    }

    private static Map<String, String> headers(HttpHeaders headers) {
        Map<String, String> all = new HashMap<>();
        headers.forEach(header -> all.merge(
                header.getKey().toLowerCase(Locale.ROOT), header.getValue(), (one, other) -> one + ", " + other));
        return all;
    }

    /**
     * What the nearest proxy added is the last; what stands before it anyone can have written. Empty when that cannot be
     * read: the proxy's own address would stand for all of its clients.
     */
    Optional<InetAddress> remoteAddress(HttpServerRequest request) {
        List<String> chains = request.requestHeaders().getAll("x-forwarded-for");
        if (!isBehindProxy || chains.isEmpty()) {
            return Optional.ofNullable(request.remoteAddress()).map(InetSocketAddress::getAddress);
        }
        return lastOf(chains.get(chains.size() - 1));
    }

    static Optional<InetAddress> lastOf(String chain) {
        String last = chain.substring(chain.lastIndexOf(',') + 1).strip();
        return Optional.of(WITH_PORT.matcher(last).replaceFirst("$1$2"))
                .filter(InetAddresses::isInetAddress)
                .map(InetAddresses::forString);
    }
}
