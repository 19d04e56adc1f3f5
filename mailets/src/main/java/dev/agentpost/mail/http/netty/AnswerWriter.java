package dev.agentpost.mail.http.netty;

import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpAnswer.Bytes;
import dev.agentpost.mail.http.HttpAnswer.Stream;
import dev.agentpost.mail.http.SecurityHeaders;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Puts answers on the wire. */
final class AnswerWriter {
    private AnswerWriter() {}

    /** An answer that ends its connection. */
    static FullHttpResponse whole(HttpAnswer answer) {
        byte[] content = ((Bytes) answer.body()).content();
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), Unpooled.wrappedBuffer(content));
        addHeaders(response.headers(), answer);
        response.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.length);
        response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        return response;
    }

    /** For HEAD the same headers, and nothing after them. */
    static Publisher<Void> write(HttpAnswer answer, HttpServerRequest request, HttpServerResponse response) {
        boolean isHead = request.method().equals(HttpMethod.HEAD);
        response.status(answer.status());
        addHeaders(response.responseHeaders(), answer);
        if (answer.body() instanceof Bytes bytes) {
            response.responseHeaders().set(HttpHeaderNames.CONTENT_LENGTH, bytes.content().length);
            return isHead ? response.send() : response.sendByteArray(Mono.just(bytes.content()));
        }
        if (request.version().equals(HttpVersion.HTTP_1_0)) {
            // RFC 9112 section 6.1: such a client knows no chunks; the end of the connection is that of the answer
            response.chunkedTransfer(false).keepAlive(false);
        }
        return isHead ? response.send() : response.sendByteArray(((Stream) answer.body()).chunks());
    }

    private static void addHeaders(HttpHeaders headers, HttpAnswer answer) {
        SecurityHeaders.DEFAULT.forEach(headers::set);
        answer.headers().forEach(headers::set);
        headers.set(
                HttpHeaderNames.DATE, DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    }
}
