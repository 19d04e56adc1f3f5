package dev.agentpost.mail.http.netty;

import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import reactor.netty.http.server.HttpServerRequest;

/** One line for each request, without its query and headers: they hold addresses and secrets. */
final class RequestLog {
    private static final Logger LOGGER = LoggerFactory.getLogger(RequestLog.class);
    private static final int MAX_PATH = 200;

    private RequestLog() {}

    /** @param key which it came with */
    static void write(
            HttpServerRequest request,
            Optional<InetAddress> remote,
            Optional<String> key,
            int status,
            long nanoseconds) {
        LOGGER.atLevel(key.isPresent() ? Level.INFO : Level.DEBUG)
                .log(
                        "http method={} path={} status={} key={} remote={} milliseconds={}",
                        request.method().name(),
                        path(request.uri()),
                        status,
                        key.orElse("-"),
                        remote.map(InetAddress::getHostAddress).orElse("-"),
                        TimeUnit.NANOSECONDS.toMillis(nanoseconds));
    }

    private static String path(String uri) {
        String path = uri.replaceFirst("[?#].*", "");
        String start = path.substring(0, Math.min(path.length(), MAX_PATH));
        // people paste the key into the path
        return start.contains("ap_sk_") ? "***" : start.replaceAll("[^\\x21-\\x7e]", "?");
    }
}
