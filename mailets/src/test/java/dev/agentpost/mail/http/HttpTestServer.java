package dev.agentpost.mail.http;

import dev.agentpost.mail.http.netty.HttpListener;
import dev.agentpost.mail.http.netty.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.Builder;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.james.metrics.api.NoopGaugeRegistry;
import org.apache.james.metrics.tests.RecordingMetricFactory;

/** The listener on a free loopback port, with some routes, and a client for it. */
public final class HttpTestServer implements AutoCloseable {
    private final HttpListener listener;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private HttpTestServer(HttpListener listener) {
        this.listener = listener;
    }

    public static HttpTestServer of(HttpRoutes... features) {
        return start(Set.of(features), false);
    }

    /** One that believes what {@code X-Forwarded-For} says. */
    public static HttpTestServer behindProxy(HttpRoutes... features) {
        return start(Set.of(features), true);
    }

    private static HttpTestServer start(Set<HttpRoutes> features, boolean behindProxy) {
        HttpListener listener = new HttpListener(
                new HttpTransport("127.0.0.1", 0, Optional.empty(), behindProxy),
                HttpLimits.DEFAULT,
                new Dispatcher(new RouteTable(features)),
                new HttpMetrics(new RecordingMetricFactory(), new NoopGaugeRegistry()));
        listener.start();
        return new HttpTestServer(listener);
    }

    public int port() {
        return listener.port();
    }

    public HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, headers);
    }

    public HttpResponse<String> getAs(String secret, String path) {
        return send("GET", path, "Authorization", "Bearer " + secret);
    }

    public HttpResponse<String> send(String method, String path, String... headers) {
        Builder request = java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(method, java.net.http.HttpRequest.BodyPublishers.noBody());
        List<String> pairs = List.of(headers);
        for (int i = 0; i < pairs.size(); i += 2) {
            request.header(pairs.get(i), pairs.get(i + 1));
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        listener.close();
    }
}
