module interviewlm

go 1.18
