package dev.agentpost.mail.cli.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentpost.mail.cli.admin.AdminFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/** Speaks to the HTTP API of key holders. */
final class ApiClient {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
    private static final int PROBLEM_BYTES = 4_096;

    private final HttpClient http;
    private final String baseUrl;

    private ApiClient(HttpClient http, String baseUrl) {
        this.http = http;
        this.baseUrl = baseUrl.replaceAll("/+$", "");
    }

    /** Trusts whom Java trusts. */
    static ApiClient at(URI url) {
        return new ApiClient(builder().build(), url.toString());
    }

    /**
     * With TLS or without, as the server is set.
     *
     * @param address where this machine reaches it
     * @param authority of the server's own certificate; empty where it has one of the operator's
     * @param publicAddress what the operator's certificate is for
     */
    static ApiClient ofRunningServer(String address, Optional<Path> authority, String publicAddress)
            throws AdminFailure {
        if (!speaksTls(builder().build(), address)) {
            return new ApiClient(builder().build(), "http://" + address);
        }
        if (authority.isEmpty()) {
            return new ApiClient(builder().build(), "https://" + publicAddress);
        }
        try {
            SSLContext trust = trusting(authority.get());
            return new ApiClient(builder().sslContext(trust).build(), "https://" + address);
        } catch (IOException | GeneralSecurityException e) {
            throw AdminFailure.unreachable(authority.get() + " is not readable: " + e.getMessage());
        }
    }

    /**
     * Asked in the clear and without the key: a listener that speaks TLS ends the connection, whereas one that does not may
     * wait for the rest of what it takes for a request.
     */
    private static boolean speaksTls(HttpClient http, String address) throws AdminFailure {
        try {
            http.send(
                    HttpRequest.newBuilder(URI.create("http://" + address + "/healthz"))
                            .timeout(CONNECT_LIMIT)
                            .build(),
                    BodyHandlers.discarding());
            return false;
        } catch (ConnectException | HttpTimeoutException e) {
            throw AdminFailure.unreachable("no server answers at " + address);
        } catch (IOException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AdminFailure.unreachable("interrupted while asking " + address);
        }
    }

    HttpResponse<InputStream> get(String path, String key) throws AdminFailure {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(baseUrl + path))
                    .header("Authorization", "Bearer " + key)
                    .timeout(ANSWER_LIMIT)
                    .build();
            return http.send(request, BodyHandlers.ofInputStream());
        } catch (IllegalArgumentException e) {
            throw AdminFailure.usage(baseUrl + " is not an HTTP URL, or the key holds what no key holds");
        } catch (ConnectException e) {
            throw AdminFailure.unreachable("no server answers at " + baseUrl);
        } catch (SSLException e) {
            throw AdminFailure.unreachable("the certificate at " + baseUrl + " is not trusted: " + e.getMessage()
                    + "; name the server as its certificate does, with PUBLIC_HOST or --api-url");
        } catch (IOException e) {
            throw AdminFailure.unreachable("the connection to " + baseUrl + " failed: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AdminFailure.unreachable("interrupted while waiting for " + baseUrl);
        }
    }

    /** Why there was no success, in the server's words where it has some. */
    static AdminFailure refusal(int status, InputStream body) throws IOException {
        String text = new String(body.readNBytes(PROBLEM_BYTES), StandardCharsets.UTF_8);
        String reason = "the server answered " + status;
        try {
            JsonNode problem = new ObjectMapper().readTree(text);
            reason = Stream.of("message", "detail", "error", "title")
                    .map(field -> problem.path(field).asText(""))
                    .filter(found -> !found.isEmpty())
                    .findFirst()
                    .orElse(reason);
        } catch (JsonProcessingException e) {
            return AdminFailure.refused(reason);
        }
        return status == 404 ? AdminFailure.notFound(reason) : AdminFailure.refused(reason);
    }

    private static HttpClient.Builder builder() {
        return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_LIMIT);
    }

    private static SSLContext trusting(Path authority) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(authority)) {
            trusted.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
