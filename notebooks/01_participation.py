# %% [markdown]
# # 一、参与情况：谁参加了校本培训？
#
# 看六件事：出勤率，每人每次的考勤，迟到早退缺席，还要补课的，学时够不够，离否决还差几次。
# 换成本校数据：用 xiaoben lab 本校文件夹 打开。在 Lab 中先按工具栏的 ⏩（重启内核并运行全部）。

# %%
import xiaoben_analytics as xb

# %%
folder = xb.chosen_folder()  # 学校文件夹：打开工作簿时选定的；也可直接写，如 r"D:\我的学校"
policy = xb.chosen_policy()  # 考核办法：打开时选定的；也可直接写，如 "county-110"

result = xb.open_school(folder, policy)
xb.name_switch()

# %% [markdown]
# ## 出勤率和每次考勤
# 在“比较”中选月份、活动、教研组或教师类别；单击图中的点或条，或在“查看明细”中选，下面就列出这些教师，
# 未到的在前，每行注明出自哪个文件、哪张工作表、第几行。未登记不等于缺席，请先补齐登记。

# %%
xb.ParticipationExplorer(result)

# %%
xb.AttendanceExplorer(result)

# %% [markdown]
# ## 迟到、早退、缺席，还要补课的
# 先看次数，再逐次核对出处。请假（包括公假）和缺席的，补课以后才得学时；本校办法给学时的请假不列入待补课。

# %%
xb.IncidentExplorer(result)

# %%
xb.MakeUpExplorer(result)

# %% [markdown]
# ## 学时够不够，离缺席的限度还差几次
# 学时要求和考核办法是两回事，可以换一份要求来看；“截至”选学期中的一天，就看到那一天的情况和其后的机会。

# %%
xb.HoursExplorer(result)

# %%
xb.AbsencesExplorer(result)
