/**
 * A copy of all that a server with an embedded Cassandra keeps, taken while it works, and what is packed from it: one
 * file, from which another machine goes on.
 */
package dev.agentpost.mail.backup;
