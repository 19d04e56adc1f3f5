package dev.agentpost.mail.integration.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** The HTTP listener for everybody, without a key. */
public final class PublicApi {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final int port;

    PublicApi(int port) {
        this.port = port;
    }

    /** @param path with the query */
    public String url(String path) {
        return "http://localhost:" + port + path;
    }

    /** The answer whatever its status. */
    public HttpResponse<String> get(String path) {
        return send(request(path).GET(), BodyHandlers.ofString());
    }

    public byte[] bytes(String path) {
        return send(request(path).GET(), BodyHandlers.ofByteArray()).body();
    }

    /** The answer whatever its status. */
    public HttpResponse<String> post(String path, String xml) {
        return send(
                request(path).header("Content-Type", "text/xml").POST(BodyPublishers.ofString(xml)),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url(path))).timeout(PATIENCE);
    }

    private static <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
        try {
            return HTTP.send(request.build(), body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
