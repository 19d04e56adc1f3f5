package dev.agentpost.mail.dns;

/**
 * One SRV record (RFC 2782).
 *
 * @param host lower case, without the dot at the end; empty where the service is said not to be there
 */
public record ServiceLocation(int priority, int weight, int port, String host) {}
