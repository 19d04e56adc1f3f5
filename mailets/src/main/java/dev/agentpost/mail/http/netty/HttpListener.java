package dev.agentpost.mail.http.netty;

import dev.agentpost.mail.http.Dispatcher;
import dev.agentpost.mail.http.HttpAnswer;
import dev.agentpost.mail.http.HttpLimits;
import dev.agentpost.mail.http.HttpMethod;
import dev.agentpost.mail.http.HttpMetrics;
import dev.agentpost.mail.http.HttpProblem;
import dev.agentpost.mail.http.RemoteConnections;
import dev.agentpost.mail.http.RequestContext;
import dev.agentpost.mail.http.RequestTarget;
import dev.agentpost.mail.http.RouteTable;
import dev.agentpost.mail.http.RouteTable.Found;
import dev.agentpost.mail.http.RouteTable.OtherMethods;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.james.metrics.api.TimeMetric;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/** The public HTTP listener: HTTP/1.1, on event loops of its own, which no route blocks. */
public final class HttpListener implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(HttpListener.class);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final int BACKLOG = 1_024;

    private final HttpTransport transport;
    private final HttpLimits limits;
    private final Dispatcher dispatcher;
    private final HttpMetrics metrics;
    private final RequestReader reader;
    private final RemoteConnections connections;
    private final Optional<ListenerTls> tls;
    private final LoopResources loops = LoopResources.create("http", 1, LoopResources.DEFAULT_IO_WORKER_COUNT, true);
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile DisposableServer server;

    public HttpListener(HttpTransport transport, HttpLimits limits, Dispatcher dispatcher, HttpMetrics metrics) {
        this.transport = transport;
        this.limits = limits;
        this.dispatcher = dispatcher;
        this.metrics = metrics;
        this.reader = new RequestReader(transport.isBehindProxy());
        this.connections = new RemoteConnections(
                limits.maxConnections(),
                transport.isBehindProxy() ? limits.maxConnections() : limits.maxConnectionsPerAddress());
        this.tls = transport.certificate().map(ListenerTls::new);
    }

    public void start() {
        HttpServer plain = HttpServer.create()
                .host(transport.bindAddress())
                .port(transport.port())
                .protocol(HttpProtocol.HTTP11)
                .runOn(loops, false)
                .channelGroup(channels)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .httpRequestDecoder(decoder -> decoder.maxInitialLineLength(limits.maxRequestLineBytes())
                        .maxHeaderSize(limits.maxHeaderBytes())
                        .validateHeaders(true)
                        .allowDuplicateContentLengths(false))
                .doOnChannelInit((observer, channel, remote) -> guard(channel))
                .handle(this::handle);
        HttpServer listener = tls.map(own ->
                        plain.secure(spec -> spec.sslContext(own.context()).handshakeTimeout(HANDSHAKE)))
                .orElse(plain);
        server = listener.bindNow();
        metrics.watchConnections(this::connections);
    }

    public int port() {
        return server.port();
    }

    public boolean isListening() {
        return server != null && !server.isDisposed();
    }

    /** Connections to come use what the certificate's files hold now; nothing for a plain listener. */
    public void reloadCertificate() {
        tls.ifPresent(ListenerTls::reload);
    }

    public int connections() {
        return connections.count();
    }

    private void guard(Channel channel) {
        ConnectionGate gate = new ConnectionGate(connections, metrics);
        RequestGuard guard = new RequestGuard(limits, gate, metrics, this::maxBody);
        ChannelPipeline pipeline = channel.pipeline();
        pipeline.addFirst(gate);
        pipeline.addBefore(
                NettyPipeline.HttpCodec,
                "stall",
                new IdleStateHandler(true, 0, limits.stall().toMillis(), 0, TimeUnit.MILLISECONDS));
        pipeline.addBefore(NettyPipeline.HttpCodec, "octets", new OctetWatch(guard.clock()));
        pipeline.addAfter(NettyPipeline.HttpCodec, "guard", guard);
    }

    /** A path without a route takes what any takes, so that it is answered as such. */
    private int maxBody(HttpRequest request) {
        return RequestTarget.parse(request.uri())
                .map(target -> dispatcher.find(request.method().name(), target.path()))
                .filter(Found.class::isInstance)
                .map(found -> Math.min(((Found) found).route().maxBodyBytes(), limits.maxBodyBytes()))
                .orElse(limits.maxBodyBytes());
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        long begin = System.nanoTime();
        TimeMetric time = metrics.request();
        if (request.requestHeaders().contains("Transfer-Encoding")) {
            // RFC 9112 section 6.1: where such a request ends, a proxy before us may see otherwise
            response.keepAlive(false);
        }
        Optional<InetAddress> remote = reader.remoteAddress(request);
        RequestContext context = new RequestContext(request.requestId(), remote);
        return request.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> context.within(() -> answer(request, body, context)))
                .flatMapMany(answer -> {
                    long taken = System.nanoTime() - begin;
                    time.stopAndPublish();
                    context.run(() -> RequestLog.write(request, remote, context.keyId(), answer.status(), taken));
                    return AnswerWriter.write(answer, request, response);
                });
    }

    private Mono<HttpAnswer> answer(HttpServerRequest request, byte[] body, RequestContext context) {
        Optional<RequestTarget> target = RequestTarget.parse(request.uri());
        if (target.isEmpty()) {
            return Mono.just(HttpProblem.badRequest("The path or the query is not one that can be asked for"));
        }
        RouteTable.Match match =
                dispatcher.find(request.method().name(), target.get().path());
        if (match instanceof Found found) {
            HttpMethod method = found.route().method();
            return dispatcher.answer(found, reader.read(method, target.get(), request, body, context));
        }
        return Mono.just(
                match instanceof OtherMethods other
                        ? HttpProblem.methodNotAllowed(other.allowed())
                        : HttpProblem.notFound());
    }

    /** Ends what is under way within seconds. May be repeated, and called before the start. */
    @Override
    public void close() {
        try {
            if (isListening()) {
                server.disposeNow(GRACE);
            }
        } catch (IllegalStateException late) {
            LOGGER.info("HTTP requests were still under way after {}, their connections are cut off", GRACE);
        } finally {
            channels.close().awaitUninterruptibly(GRACE.toMillis());
            endLoops();
        }
    }

    private void endLoops() {
        try {
            loops.disposeLater(Duration.ZERO, GRACE).block(GRACE.multipliedBy(2));
        } catch (IllegalStateException late) {
            LOGGER.info("threads of the HTTP listener did not end in time", late);
        }
    }
}
