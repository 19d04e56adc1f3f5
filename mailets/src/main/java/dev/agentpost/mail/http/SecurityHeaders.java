package dev.agentpost.mail.http;

import java.util.Map;

/** What every answer says unless its route says it otherwise. No CORS header: no page of another origin reads answers. */
public final class SecurityHeaders {
    public static final Map<String, String> DEFAULT = Map.of(
            "Cache-Control", "no-store",
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Referrer-Policy", "no-referrer");

    private SecurityHeaders() {}
}
