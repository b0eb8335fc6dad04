// Package sealedsecrets judges sealedsecret-rename by the real thing: what the
// function makes of a SealedSecret has to open with sealed-secrets' own crypto,
// with kubeseal's recovery, and in the controller's own reconcile loop.
//
// It has tests only, and is a module of its own: the controller brings client-go
// along, and needs a replace since it is served under another path than the one
// it declares. Neither may weigh on who imports kurumi.
//
//   - golden_test.go holds every case in functions/sealedsecretrename/testdata
//     against the real crypto, judge_test.go says what counts;
//   - kubeseal_test.go seals with kubeseal and recovers with kubeseal;
//   - controller_test.go asks the controller;
//   - random_test.go does it for secrets that nobody thought of;
//   - keyless_test.go is about names that are final when the secret is sealed.
//   - command_test.go does the same to kurumi secret.
//
// Nothing here leaves the process: keys are made anew in each run, and the
// cluster is client-go's fake. The fake has no admission and no garbage
// collection, so what an API server would refuse is not seen here.
package sealedsecrets
