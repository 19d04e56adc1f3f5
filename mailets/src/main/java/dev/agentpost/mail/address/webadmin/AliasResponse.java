package dev.agentpost.mail.address.webadmin;

/**
 * An alias as JSON.
 *
 * @param inbox the address of the inbox that it leads to
 */
record AliasResponse(String address, String inbox) {}
