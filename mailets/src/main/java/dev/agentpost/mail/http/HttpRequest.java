package dev.agentpost.mail.http;

import com.google.common.collect.ImmutableMap;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request whose target, headers and size are within the bounds of the listener.
 *
 * @param path decoded, without the query
 * @param parameters of the query; the first one where a name is repeated
 * @param pathParameters what stands for the {@code {name}} of the route
 * @param headers by name in lower case; repeated ones between commas
 * @param remoteAddress of the client: what the proxy says when there is one
 * @param isForwarded whether a proxy says that it passed this on
 * @param context for the log
 */
public record HttpRequest(
        HttpMethod method,
        String path,
        Map<String, String> parameters,
        Map<String, String> pathParameters,
        Map<String, String> headers,
        byte[] body,
        Optional<InetAddress> remoteAddress,
        boolean isForwarded,
        RequestContext context) {

    public HttpRequest {
        parameters = ImmutableMap.copyOf(parameters);
        pathParameters = ImmutableMap.copyOf(pathParameters);
        headers = ImmutableMap.copyOf(headers);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    public Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** The secret of {@code Authorization: Bearer} (RFC 6750 section 2.1), as sent. */
    public Optional<String> bearer() {
        String scheme = "Bearer ";
        return header("authorization")
                .filter(value -> value.regionMatches(true, 0, scheme, 0, scheme.length()))
                .map(value -> value.substring(scheme.length()));
    }

    HttpRequest withPathParameters(Map<String, String> found) {
        return new HttpRequest(method, path, parameters, found, headers, body, remoteAddress, isForwarded, context);
    }

    /** Without headers, query and body: they hold secrets. */
    @Override
    public String toString() {
        return method + " " + path;
    }
}
