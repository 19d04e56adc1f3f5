package dev.agentpost.mail.http.netty;

import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpProblem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.List;
import java.util.Optional;

/** What is wrong with the first lines of a request, whatever it asks for. */
final class RequestHead {
    private RequestHead() {}

    static Optional<HttpAnswer> problem(HttpRequest request) {
        if (request.decoderResult().isFailure()) {
            return Optional.of(malformed(request.decoderResult().cause()));
        }
        if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && !request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            return Optional.of(HttpProblem.badRequest("HTTP/1.1 is spoken here"));
        }
        // RFC 9112 section 3.2: a request of HTTP/1.1 has one Host field
        List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
        if (hosts.size() > 1 || (hosts.isEmpty() && request.protocolVersion().equals(HttpVersion.HTTP_1_1))) {
            return Optional.of(HttpProblem.badRequest("One Host header is needed"));
        }
        return Optional.empty();
    }

    private static HttpAnswer malformed(Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return HttpProblem.targetTooLong();
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return HttpProblem.headersTooLarge();
        }
        return HttpProblem.badRequest("The request is not well-formed HTTP/1.1");
    }
}
