/* flow-core for programs in C: checks FaceSign verification flows.
 *
 * No allocation, no global state: all memory is a workspace of the caller, reused from flow to flow. Different workspaces
 * may be used by different threads at the same time; one workspace by one thread at a time. No function aborts or
 * unwinds on any input. Texts are bytes, UTF-8 is checked; they need no zero at the end and are not kept after a call.
 *
 * Stack: flow_init takes under 1 KiB, flow_check about 12 KiB, the two functions of a finding about 2 KiB, on x86-64 in a
 * release build; 16 KiB is enough for every call with every preset and for a text of any size. A 32-bit target built for size
 * takes half of that: docs/size.md has what a gateway measured on a Cortex-M. examples/stack.c measures it where there are
 * threads: give a thread or task of your own what that prints, and some room for interrupts and callers.
 *
 * Link with libflow_core_c.a. Every function that can fail returns a flow_status; negative ones are misuse.
 */
#ifndef FLOW_CORE_H
#define FLOW_CORE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Changes where a program that was built with another header would go wrong. */
#define FLOW_ABI_VERSION 1u

/* Bytes of a fingerprint. */
#define FLOW_FINGERPRINT_BYTES 32u

/* Findings that a workspace keeps; the rest is counted. */
#define FLOW_FINDINGS 16u

/* The alignment that every workspace needs; malloc and a C11 `alignas(FLOW_WORKSPACE_ALIGN)` give it. */
#define FLOW_WORKSPACE_ALIGN 8u

/* Capacities. */
typedef int32_t flow_preset;
#define FLOW_PRESET_SMALL 0   /* 16 nodes, 64 edges */
#define FLOW_PRESET_GATEWAY 1 /* 64 nodes, 220 edges */
#define FLOW_PRESET_SERVER 2  /* 1024 nodes, 8192 edges */

typedef int32_t flow_status;
#define FLOW_OK 0               /* done; the flow holds to everything that was asked */
#define FLOW_INVALID 1          /* the flow has errors: see the findings */
#define FLOW_AGAINST_POLICY 2   /* the flow breaks the policy: see the findings */
#define FLOW_NOT_PINNED 3       /* the flow is another one than the fingerprint names */
#define FLOW_E_NULL (-1)        /* a pointer is null that must not be */
#define FLOW_E_PRESET (-2)      /* there is no such preset */
#define FLOW_E_SIZE (-3)        /* the workspace is smaller than flow_workspace_size says */
#define FLOW_E_ALIGNMENT (-4)   /* the workspace is not aligned to FLOW_WORKSPACE_ALIGN */
#define FLOW_E_WORKSPACE (-5)   /* the memory is no workspace: call flow_init first */
#define FLOW_E_POLICY (-6)      /* the policy cannot be read */
#define FLOW_E_FINDING (-7)     /* there is no finding with this number */
#define FLOW_E_TEXT_SIZE (-8)   /* the text is larger than half the address space */
#define FLOW_E_FINGERPRINT (-9) /* a node has more members than a fingerprint can be taken of */

typedef int32_t flow_severity;
#define FLOW_NOTE 0
#define FLOW_WARNING 1
#define FLOW_ERROR 2

/* A text of the caller. */
typedef struct flow_text {
    const uint8_t *bytes; /* may be null where len is 0 */
    size_t len;
} flow_text;

/* What a flow is asked for beside being valid. Zeroed: nothing. */
typedef struct flow_demands {
    flow_text policy;                /* a policy as JSON; len 0: none */
    const uint8_t *fingerprint;      /* FLOW_FINGERPRINT_BYTES bytes of the one flow to accept; null: any */
} flow_demands;

/* What a check found; filled where the status is not negative. */
typedef struct flow_result {
    uint32_t errors;
    uint32_t warnings;
    uint32_t notes;
    uint32_t kept;  /* findings that can be asked for, by numbers from 0 */
    uint32_t nodes; /* 0 where the flow cannot be walked */
    uint8_t fingerprint[FLOW_FINGERPRINT_BYTES]; /* zeros where the flow is not valid */
} flow_result;

/* A finding. */
typedef struct flow_finding {
    char code[8];  /* such as "F2013", with zeros behind */
    flow_severity severity;
    uint32_t offset; /* bytes before the place */
    uint32_t len;    /* bytes of the place */
    uint32_t line;   /* from 1 */
    uint32_t column; /* from 1, in characters */
} flow_finding;

/* A text about a finding. */
typedef int32_t flow_part;
#define FLOW_POINTER 0 /* RFC 6901 pointer to the place */
#define FLOW_MESSAGE 1 /* what is wrong; empty in a library built without messages */
#define FLOW_HELP 2    /* what to do about it; empty in a library built without messages */

typedef struct flow_workspace flow_workspace;

/* FLOW_ABI_VERSION of the library. */
uint32_t flow_abi_version(void);

/* Bytes of a workspace; 0 where there is no such preset. */
size_t flow_workspace_size(flow_preset preset);

/* Makes a workspace of `size` bytes at `memory`, which must stay where it is. Nothing has to be done to end it. */
flow_status flow_init(void *memory, size_t size, flow_preset preset, flow_workspace **workspace);

/* Checks a flow: is it valid, does it hold to the policy, is it the pinned one. `demands` may be null. */
flow_status flow_check(flow_workspace *workspace, flow_text flow, const flow_demands *demands, flow_result *result);

/* A finding of the last check, by its number; `flow` is the text that was checked. */
flow_status flow_finding_at(const flow_workspace *workspace, flow_text flow, uint32_t number, flow_finding *finding);

/* Writes a text about a finding and a zero into `buffer`, as much as fits, whole characters only. `needed`, which may be
 * null, gets the bytes of the whole text without the zero. */
flow_status flow_finding_text(const flow_workspace *workspace, flow_text flow, uint32_t number, flow_part part,
                              char *buffer, size_t size, size_t *needed);

#ifdef __cplusplus
}
#endif

#endif
