package dev.agentpost.mail.http;

import reactor.core.publisher.Mono;

/**
 * One method and path; {@code {name}} stands for one segment, which is not empty.
 *
 * @param maxBodyBytes larger bodies are refused; at most {@link HttpLimits#maxBodyBytes()} whatever is said here
 */
public record HttpRoute(HttpMethod method, String path, int maxBodyBytes, boolean ignoresCase, Handler handler) {

    /**
     * What a route does. Called on a thread of the listener: never blocks, and leaves what does to another scheduler. An
     * error of the publisher means that a store did not answer (503); what is thrown is a defect (500).
     */
    @FunctionalInterface
    public interface Handler {
        /** Never empty. */
        Mono<HttpAnswer> handle(HttpRequest request);
    }

    public static HttpRoute get(String path, Handler handler) {
        return new HttpRoute(HttpMethod.GET, path, 0, false, handler);
    }

    public static HttpRoute post(String path, int maxBodyBytes, Handler handler) {
        return new HttpRoute(HttpMethod.POST, path, maxBodyBytes, false, handler);
    }

    /** For paths that clients write with and without capitals; what stands for a name keeps its own. */
    public HttpRoute ignoringCase() {
        return new HttpRoute(method, path, maxBodyBytes, true, handler);
    }
}
