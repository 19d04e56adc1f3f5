/** The parts of a message (RFC 2045, 2046), in which form they travel, and line ends. */
package dev.agentpost.mail.mime;
